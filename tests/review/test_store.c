// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The store as a file: made whole or not at all, opened for what it is, copied while in use; what
 * was acknowledged is there after kill -9, and a full disk leaves it as it was.
 */
#include "review/log.h"
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

Test(store, is_its_owners_alone) {
    struct desk desk;
    struct stat there;
    desk_make(&desk, "guarantee", false);
    cr_assert_eq(stat(desk.path, &there), 0);
    cr_expect_eq(there.st_mode & 0777, 0600);
    desk_remove(&desk);
}

Test(store, takes_nobodys_place) {
    struct temporary temporary;
    struct store store;
    struct error error = {0};
    char path[128], text[16];
    temporary_make(&temporary);
    temporary_write(&temporary, "a.sqlite", "mine");
    temporary_name(&temporary, "a.sqlite", path, sizeof path);
    cr_expect_eq(store_create(&store, path, &error), ERR_USAGE);
    cr_expect(strstr(error.text, "exists already") != NULL, "%s", error.text);
    cr_expect_eq(store_settle(&store, path, ERR_USAGE, &error), ERR_USAGE);
    /* and one that came meanwhile */
    temporary_name(&temporary, "b.sqlite", path, sizeof path);
    error = (struct error){0};
    cr_assert_eq(store_create(&store, path, &error), OK, "%s", error.text);
    temporary_write(&temporary, "b.sqlite", "mine");
    cr_expect_eq(store_settle(&store, path, OK, &error), ERR_USAGE);
    cr_expect_str_eq(file_text(path, text, sizeof text), "mine");
    cr_expect_eq(folder_entries(temporary.path), 2);
    temporary_remove(&temporary);
}

Test(store, is_not_left_half_made) {
    struct temporary temporary;
    struct store store;
    struct error error = {0};
    char path[128];
    temporary_make(&temporary);
    temporary_name(&temporary, "a.sqlite", path, sizeof path);
    cr_assert_eq(store_create(&store, path, &error), OK, "%s", error.text);
    cr_expect_eq(store_settle(&store, path, ERR_INPUT, &error), ERR_INPUT);
    cr_expect_eq(folder_entries(temporary.path), 0);
    temporary_name(&temporary, "not/there.sqlite", path, sizeof path);
    cr_expect_eq(store_create(&store, path, &error), ERR_USAGE);
    cr_expect_eq(store_settle(&store, path, ERR_USAGE, &error), ERR_USAGE);
    temporary_remove(&temporary);
}

static void must_refuse(const struct desk *desk, const char *path, enum err err,
                        const char *words) {
    struct error error = {0};
    struct store store;
    (void)desk;
    cr_expect_eq(store_open(&store, path, SQL_WRITE, &error), err, "%s: %s", path, error.text);
    cr_expect(strstr(error.text, words) != NULL, "%s: %s", path, error.text);
}

Test(store, says_what_is_no_store) {
    struct desk desk;
    struct error error = {0};
    char path[128];
    desk_make(&desk, "guarantee", false);
    temporary_name(&desk.temporary, "none.sqlite", path, sizeof path);
    must_refuse(&desk, path, ERR_USAGE, "cannot be opened");
    temporary_write(&desk.temporary, "text.sqlite",
                    "a text of some length, and no database at all");
    temporary_name(&desk.temporary, "text.sqlite", path, sizeof path);
    must_refuse(&desk, path, ERR_INPUT, "no store");
    cr_assert_eq(sql_script(desk.store.sql, "PRAGMA user_version = 9999", &error), OK);
    must_refuse(&desk, desk.path, ERR_INPUT, "newer placera");
    cr_assert_eq(sql_script(desk.store.sql, "PRAGMA application_id = 1", &error), OK);
    must_refuse(&desk, desk.path, ERR_INPUT, "no store of placera");
    desk_remove(&desk);
}

Test(store, is_copied_while_in_use) {
    struct desk desk;
    struct error error = {0};
    struct store copy;
    char path[128];
    int64_t n;
    desk_make(&desk, "house", false);
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = 0}, NULL);
    temporary_name(&desk.temporary, "copy.sqlite", path, sizeof path);
    cr_assert_eq(store_open(&copy, desk.path, SQL_READ, &error), OK, "%s", error.text);
    cr_assert_eq(sql_copy(copy.sql, path, &error), OK, "%s", error.text);
    cr_expect_eq(sql_copy(copy.sql, path, &error), ERR_USAGE, "a copy takes nobody's place");
    store_close(&copy);
    desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = 1}, NULL);
    error = (struct error){0};
    cr_assert_eq(store_open(&copy, path, SQL_WRITE, &error), OK, "%s", error.text);
    cr_assert_eq(sql_number(copy.sql, "SELECT count(*) FROM child WHERE state = 'confirmed'",
                            SQL_NONE, 0, &n, &error),
                 OK);
    cr_expect_eq(n, 1);
    store_close(&copy);
    desk_audit(&desk);
    desk_remove(&desk);
}

/* Confirms one child after the other and withdraws it again, telling each through the pipe as it is
 * acknowledged, until it is killed. */
static void stream(const char *path, uint32_t n, int pipe_end) {
    struct error error = {0};
    struct store store;
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    if (store_open(&store, path, SQL_WRITE, &error) != OK) {
        _exit(1);
    }
    for (uint32_t i = 0;; i++) {
        int64_t version = -1;
        struct changed changed;
        if (sql_number(store.sql, "SELECT version FROM child WHERE child = ?1",
                       SQL(sql_whole(i % n)), -1, &version, &error) != OK) {
            _exit(2);
        }
        struct change change = {.child = i % n, .version = version};
        enum action action = version % 2 == 0 ? ACTION_CONFIRM : ACTION_WITHDRAW;
        if (life_change(&store, NULL, &anna, action, &change, 1, NULL, &changed, &error) != OK ||
            changed.refused != REFUSED_NOT) {
            _exit(3);
        }
        const int64_t told[2] = {change.child, changed.version};
        if (write(pipe_end, told, sizeof told) != sizeof told) {
            _exit(4);
        }
    }
}

/* Kills it after so many microseconds, of its life or of its first word, and takes what it told. */
static void kill_one(struct desk *desk, uint32_t n, uint32_t after, bool heard,
                     int64_t *acknowledged) {
    int ends[2];
    int64_t told[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        stream(desk->path, n, ends[1]);
    }
    close(ends[1]);
    if (heard && read(ends[0], told, sizeof told) == sizeof told) {
        acknowledged[told[0]] = told[1];
    }
    usleep(after);
    kill(child, SIGKILL);
    while (read(ends[0], told, sizeof told) == sizeof told) {
        acknowledged[told[0]] = told[1];
    }
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    cr_assert(WIFSIGNALED(status), "the stream ended by itself with %d", WEXITSTATUS(status));
}

Test(store, keeps_what_was_acknowledged_when_killed) {
    enum { CHILDREN = 5 };
    struct desk desk;
    struct random random = {20270301};
    int64_t acknowledged[CHILDREN] = {0}, n_all = 0;
    uint64_t n_kills = 10 + random_instances() / 200; /* a thousand where all is tried */
    desk_make(&desk, "house", false);
    desk_close(&desk);
    for (uint64_t i = 0; i < n_kills; i++) {
        kill_one(&desk, CHILDREN, random_below(&random, 15000), i % 2 == 0, acknowledged);
        desk_open(&desk);
        for (uint32_t a = 0; a < CHILDREN; a++) {
            char query[80];
            snprintf(query, sizeof query, "SELECT version FROM child WHERE child = %u", a);
            int64_t version = desk_number(&desk, query);
            /* the last one may have been written and not told */
            cr_assert(version == acknowledged[a] || version == acknowledged[a] + 1,
                      "kill %lu: child %u is at version %ld, %ld was acknowledged",
                      (unsigned long)i, a, (long)version, (long)acknowledged[a]);
            acknowledged[a] = version;
        }
        if (i % 50 == 0 || i + 1 == n_kills) { /* the log grows, and an audit reads all of it */
            desk_audit(&desk);
        }
        n_all = desk_number(&desk, "SELECT count(*) FROM log");
        desk_close(&desk);
    }
    cr_expect_gt(n_all, (int64_t)n_kills / 2, "the stream has done next to nothing");
    desk_open(&desk);
    desk_remove(&desk);
}

/* Files may grow by `more` bytes: a disk that fills while a change is written. */
static int change_on_full_disk(struct desk *desk, rlim_t most) {
    pid_t child = fork();
    if (child == 0) {
        struct error error = {0};
        struct store store;
        struct changed changed;
        const struct user anna = desk_user("anna", ROLE_CASEWORKER);
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){most, most});
        enum err err = store_open(&store, desk->path, SQL_WRITE, &error);
        for (uint32_t a = 0; a < 5 && err == OK; a++) {
            struct change change = {.child = a, .version = 0};
            err = life_change(&store, NULL, &anna, ACTION_CONFIRM, &change, 1, NULL, &changed,
                              &error);
        }
        _exit(err == OK ? 100 : err == ERR_IO && error.text[0] != '\0' ? 50 : 1);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Test(store, stands_when_the_disk_is_full) {
    struct desk desk;
    int n_failed = 0;
    for (rlim_t most = 0; most <= 200000; most += 4096) {
        desk_make(&desk, "house", false);
        desk_close(&desk);
        int ended = change_on_full_disk(&desk, most);
        desk_open(&desk);
        desk_audit(&desk);
        int64_t n = desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'confirmed'");
        cr_expect(ended == 100 || ended == 50, "%lu bytes: %d", (unsigned long)most, ended);
        cr_expect(ended != 100 || n == 5, "%lu bytes: %ld of 5", (unsigned long)most, (long)n);
        n_failed += ended == 50 ? 1 : 0;
        const struct user anna = desk_user("anna", ROLE_CASEWORKER);
        for (uint32_t a = (uint32_t)n; a < 5; a++) { /* and it can be gone on with */
            desk_change(&desk, &anna, ACTION_CONFIRM, (struct change){.child = a}, NULL);
        }
        cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE state = 'confirmed'"), 5);
        desk_remove(&desk);
    }
    cr_expect_gt(n_failed, 5, "only %d of the disks were full", n_failed);
}
