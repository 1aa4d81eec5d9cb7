// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder is the old one or the new one, whatever happens in between.
 */
#include "io/folder.h"

#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const owned[] = {"marker", "*.txt", NULL};

struct place_of_test {
    struct temporary temporary;
    char out[200];
    char text[1000];
};

static void begin_test(struct place_of_test *test) {
    temporary_make(&test->temporary);
    temporary_name(&test->temporary, "out", test->out, sizeof test->out);
}

/* Writes the folder with one file `marker` of this text. */
static enum err write_folder(const char *path, const char *text, struct error *error) {
    struct folder folder;
    enum err err = folder_begin(&folder, path, owned, error);
    if (err != OK) {
        return err;
    }
    FILE *file = folder_create_file(&folder, "marker", error);
    cr_assert_not_null(file);
    fputs(text, file);
    err = folder_close_file(file, "marker", error);
    err = err == OK ? folder_commit(&folder, error) : err;
    folder_discard(&folder);
    return err;
}

static const char *marker_text(struct place_of_test *test) {
    char path[300];
    snprintf(path, sizeof path, "%s/marker", test->out);
    return file_text(path, test->text, sizeof test->text);
}

Test(folder, a_new_one_and_one_that_replaces_it) {
    struct place_of_test test;
    begin_test(&test);
    cr_expect_eq(write_folder(test.out, "first", NULL), OK);
    cr_expect_str_eq(marker_text(&test), "first");
    cr_expect_eq(write_folder(test.out, "second", NULL), OK);
    cr_expect_str_eq(marker_text(&test), "second");
    cr_expect_eq(folder_entries(test.temporary.path), 1, "nothing else is left beside it");
    temporary_remove(&test.temporary);
}

Test(folder, trailing_slashes_and_an_empty_old_one) {
    struct place_of_test test;
    begin_test(&test);
    cr_assert_eq(mkdir(test.out, 0755), 0);
    strcat(test.out, "//");
    cr_expect_eq(write_folder(test.out, "first", NULL), OK);
    cr_expect_str_eq(marker_text(&test), "first");
    temporary_remove(&test.temporary);
}

Test(folder, readers_may_read_it) {
    struct place_of_test test;
    begin_test(&test);
    umask(022);
    cr_assert_eq(write_folder(test.out, "x", NULL), OK);
    struct stat status;
    cr_assert_eq(stat(test.out, &status), 0);
    cr_expect_eq(status.st_mode & 0777, 0755);
    temporary_remove(&test.temporary);
}

Test(folder, strangers_folders_are_left_alone) {
    struct place_of_test test;
    begin_test(&test);
    cr_assert_eq(mkdir(test.out, 0755), 0);
    temporary_write(&test.temporary, "out/precious", "x");
    struct error error = {0};
    cr_expect_eq(write_folder(test.out, "first", &error), ERR_USAGE);
    cr_expect_str_eq(error.place, test.out);
    cr_expect_str_eq(error.text,
                     "holds 'precious', which placera did not write there, and would be "
                     "replaced as a whole; choose another folder");
    cr_expect_eq(folder_entries(test.out), 1);
    cr_expect_eq(folder_entries(test.temporary.path), 1);
    temporary_remove(&test.temporary);
}

/* Our own folder, in which somebody keeps a file or a folder of theirs. */
Test(folder, strangers_files_in_ours_are_left_alone) {
    struct place_of_test test;
    struct error error = {0};
    begin_test(&test);
    cr_expect_eq(write_folder(test.out, "first", NULL), OK);
    temporary_write(&test.temporary, "out/page.txt", "of a name that is ours");
    cr_expect_eq(write_folder(test.out, "second", NULL), OK);
    temporary_write(&test.temporary, "out/keep", "mine");
    cr_expect_eq(write_folder(test.out, "third", &error), ERR_USAGE);
    cr_expect_str_eq(marker_text(&test), "second");
    cr_expect_eq(folder_entries(test.out), 2);
    temporary_remove(&test.temporary);
}

Test(folder, alone_without_its_marker_is_no_folder_of_ours) {
    struct place_of_test test;
    struct error error = {0};
    begin_test(&test);
    cr_assert_eq(mkdir(test.out, 0755), 0);
    temporary_write(&test.temporary, "out/page.txt", "x");
    cr_expect_eq(write_folder(test.out, "first", &error), ERR_USAGE);
    cr_expect_str_eq(error.text, "exists and holds no marker, so it is not ours to replace; choose "
                                 "another folder");
    temporary_remove(&test.temporary);
}

/* Ctrl-C while a folder is written: nothing is left beside the old one, then the signal does what
 * it does. */
Test(folder, an_interrupt_is_held_until_all_is_tidy) {
    struct place_of_test test;
    begin_test(&test);
    cr_expect_eq(write_folder(test.out, "first", NULL), OK);
    pid_t child = fork();
    if (child == 0) {
        struct folder folder;
        folder_begin(&folder, test.out, owned, NULL);
        raise(SIGTERM);
        FILE *file = folder_create_file(&folder, "marker", NULL);
        enum err err = folder_commit(&folder, NULL);
        folder_discard(&folder);
        _exit(file == NULL && err == ERR_IO ? 0 : 1); /* not reached: the signal ends the child */
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    cr_expect_str_eq(marker_text(&test), "first");
    cr_expect_eq(folder_entries(test.temporary.path), 1);
    temporary_remove(&test.temporary);
}

/* Somebody else's folder of that name turns up while ours is being written. */
Test(folder, strangers_folders_that_come_later_too) {
    struct place_of_test test;
    begin_test(&test);
    struct folder folder;
    struct error error = {0};
    cr_assert_eq(folder_begin(&folder, test.out, owned, NULL), OK);
    cr_assert_eq(mkdir(test.out, 0755), 0);
    temporary_write(&test.temporary, "out/precious", "x");
    cr_expect_eq(folder_commit(&folder, &error), ERR_USAGE);
    folder_discard(&folder);
    cr_expect_eq(folder_entries(test.out), 1);
    cr_expect_eq(folder_entries(test.temporary.path), 1);
    temporary_remove(&test.temporary);
}

Test(folder, impossible_names) {
    struct place_of_test test;
    begin_test(&test);
    struct error error = {0};
    cr_expect_eq(write_folder("", "x", &error), ERR_USAGE);
    char long_name[5000];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    error = (struct error){0};
    cr_expect_eq(write_folder(long_name, "x", &error), ERR_USAGE);
    error = (struct error){0};
    cr_expect_eq(write_folder("/nowhere/at/all", "x", &error), ERR_USAGE);
    cr_expect_str_eq(error.text, "cannot be written beside: No such file or directory");
    temporary_write(&test.temporary, "out", "a file");
    error = (struct error){0};
    cr_expect_eq(write_folder(test.out, "x", &error), ERR_USAGE);
    cr_expect_str_eq(error.text, "exists and is no folder; choose another name");
    strcat(test.out, "/below");
    error = (struct error){0};
    cr_expect_eq(write_folder(test.out, "x", &error), ERR_USAGE);
    temporary_remove(&test.temporary);
}

Test(folder, files_that_cannot_be_created) {
    struct place_of_test test;
    begin_test(&test);
    struct folder folder;
    struct error error = {0};
    cr_assert_eq(folder_begin(&folder, test.out, owned, NULL), OK);
    FILE *file = folder_create_file(&folder, "marker", NULL);
    cr_assert_not_null(file);
    cr_expect_null(folder_create_file(&folder, "marker", &error), "the same name twice");
    cr_expect_eq(error.code, ERR_IO);
    fclose(file);
    folder_discard(&folder);
    folder_discard(&folder);
    cr_expect_eq(folder_entries(test.temporary.path), 0);
    temporary_remove(&test.temporary);
}

/* Killed after the first of two files: SIGKILL leaves no time to clean up. */
Test(folder, a_crash_leaves_the_old_one) {
    struct place_of_test test;
    begin_test(&test);
    cr_assert_eq(write_folder(test.out, "old", NULL), OK);
    pid_t child = fork();
    if (child == 0) {
        struct folder folder;
        folder_begin(&folder, test.out, owned, NULL);
        FILE *file = folder_create_file(&folder, "marker", NULL);
        fputs("new", file);
        folder_close_file(file, "marker", NULL);
        folder_create_file(&folder, "other", NULL);
        kill(getpid(), SIGKILL);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status));
    cr_expect_str_eq(marker_text(&test), "old");
    cr_expect_eq(write_folder(test.out, "newer", NULL), OK, "and the next run is none the worse");
    cr_expect_str_eq(marker_text(&test), "newer");
    temporary_remove(&test.temporary);
}

/* The limit on a file's size stands for a full disk: the write fails in the middle. */
Test(folder, a_full_disk_leaves_the_old_one) {
    struct place_of_test test;
    begin_test(&test);
    cr_assert_eq(write_folder(test.out, "old", NULL), OK);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){10000, 10000});
        char text[20001];
        memset(text, 'x', 20000);
        text[20000] = '\0';
        struct error error = {0};
        bool told = write_folder(test.out, text, &error) == ERR_IO &&
                    strcmp(error.text, "cannot be written: File too large") == 0;
        _exit(told ? 0 : 1);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    cr_expect_str_eq(marker_text(&test), "old");
    cr_expect_eq(folder_entries(test.temporary.path), 1, "the half-written one is gone");
    temporary_remove(&test.temporary);
}

static const char *const with_letters[] = {"marker", "letters/*.html", NULL};

/* A folder with a marker and two letters of this text. */
static enum err write_letters(const char *path, const char *text, struct error *error) {
    struct folder folder;
    enum err err = folder_begin(&folder, path, with_letters, error);
    if (err != OK) {
        return err;
    }
    err = folder_add(&folder, "marker", text, strlen(text), error);
    err = err == OK ? folder_add(&folder, "letters/a.html", text, strlen(text), error) : err;
    err = err == OK ? folder_add(&folder, "letters/b.html", text, strlen(text), error) : err;
    err = err == OK ? folder_commit(&folder, error) : err;
    folder_discard(&folder);
    return err;
}

Test(folder, a_subfolder_is_replaced_with_it) {
    struct place_of_test test;
    char path[300];
    begin_test(&test);
    snprintf(path, sizeof path, "%s/letters", test.out);
    for (int i = 0; i < 3; i++) {
        struct error error = {0};
        cr_expect_eq(write_letters(test.out, i == 1 ? "second" : "other", &error), OK, "%s: %s",
                     error.place, error.text);
        cr_expect_str_eq(marker_text(&test), i == 1 ? "second" : "other");
        cr_expect_eq(folder_entries(path), 2);
        cr_expect_eq(folder_entries(test.temporary.path), 1, "nothing else is left beside it");
    }
    temporary_remove(&test.temporary);
}

Test(folder, strangers_files_in_a_subfolder_are_left_alone) {
    static const struct {
        const char *name;
        const char *stranger;
    } strange[] = {{"out/letters/keep.txt", "holds 'letters/keep.txt'"},
                   {"out/letters/deep", "holds 'letters/deep'"},
                   {"out/letter", "holds 'letter'"},
                   {"out/a.html", "holds 'a.html'"}};
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        struct place_of_test test;
        struct error error = {0};
        char path[300];
        begin_test(&test);
        cr_assert_eq(write_letters(test.out, "first", NULL), OK);
        temporary_name(&test.temporary, strange[i].name, path, sizeof path);
        if (strcmp(strange[i].name, "out/letters/deep") == 0 ||
            strcmp(strange[i].name, "out/letter") == 0) {
            cr_assert_eq(mkdir(path, 0755), 0);
        } else {
            temporary_write(&test.temporary, strange[i].name, "mine");
        }
        cr_expect_eq(write_letters(test.out, "second", &error), ERR_USAGE);
        cr_expect_eq(strncmp(error.text, strange[i].stranger, strlen(strange[i].stranger)), 0, "%s",
                     error.text);
        cr_expect_str_eq(marker_text(&test), "first");
        cr_expect_eq(access(path, F_OK), 0);
        cr_expect_eq(folder_entries(test.temporary.path), 1);
        temporary_remove(&test.temporary);
    }
}

/* A link in place of the subfolder is not followed, neither to look nor to remove. */
Test(folder, a_link_is_no_subfolder) {
    struct place_of_test test;
    struct error error = {0};
    char elsewhere[300], link[300];
    begin_test(&test);
    cr_assert_eq(write_folder(test.out, "first", NULL), OK);
    temporary_name(&test.temporary, "elsewhere", elsewhere, sizeof elsewhere);
    cr_assert_eq(mkdir(elsewhere, 0755), 0);
    temporary_write(&test.temporary, "elsewhere/precious.html", "x");
    snprintf(link, sizeof link, "%s/letters", test.out);
    cr_assert_eq(symlink(elsewhere, link), 0);
    cr_expect_eq(write_letters(test.out, "second", &error), ERR_USAGE);
    cr_expect_eq(folder_entries(elsewhere), 1);
    temporary_remove(&test.temporary);
}

Test(folder, a_full_disk_under_whole_files_leaves_the_old_one) {
    struct place_of_test test;
    begin_test(&test);
    cr_assert_eq(write_letters(test.out, "old", NULL), OK);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){10000, 10000});
        char text[20001];
        memset(text, 'x', 20000);
        text[20000] = '\0';
        struct error error = {0};
        bool told = write_letters(test.out, text, &error) == ERR_IO &&
                    strcmp(error.text, "cannot be written: File too large") == 0;
        _exit(told ? 0 : 1);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    cr_expect_str_eq(marker_text(&test), "old");
    cr_expect_eq(folder_entries(test.temporary.path), 1, "the half-written one is gone");
    temporary_remove(&test.temporary);
}
