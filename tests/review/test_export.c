// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What leaves the store: all of it or nothing, nobody who is protected, and the same bytes for the
 * same store.
 */
#include "io/file.h"
#include "review/archive.h"
#include "review/export.h"
#include "tests/oracle/random.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static enum err export_to(struct desk *desk, const char *name, bool letters, struct error *error) {
    char path[200];
    const struct export export = {&desk->store, language_find("en"), letters};
    temporary_name(&desk->temporary, name, path, sizeof path);
    return export_write(&export, path, error);
}

static void write_sql(struct desk *desk, const char *statement) {
    struct error error = {0};
    cr_assert_eq(sql_script(desk->store.sql, statement, &error), OK, "%s", error.text);
}

static void read_exported(struct desk *desk, const char *name, struct file *file) {
    char path[300];
    temporary_name(&desk->temporary, name, path, sizeof path);
    cr_assert_eq(file_open(file, path, NULL), OK, "%s", path);
}

static uint32_t count_lines(struct desk *desk, const char *name) {
    struct file file;
    uint32_t n = 0;
    read_exported(desk, name, &file);
    for (size_t i = 0; i < file.length; i++) {
        n += file.bytes[i] == '\n';
    }
    file_close(&file);
    return n;
}

Test(export, a_row_and_a_letter_for_each_decision) {
    struct desk desk;
    struct error error = {0};
    char path[300];
    struct user anna = desk_user("anna", ROLE_APPROVER);
    desk_make(&desk, "preschool", false);
    uint32_t n = desk.loaded.instance.n_applicants;
    cr_assert_eq(export_to(&desk, "x", true, &error), OK, "%s", error.text);
    cr_expect_eq(count_lines(&desk, "x/decisions.csv"), 1, "the header");
    temporary_name(&desk.temporary, "x/letters", path, sizeof path);
    cr_expect_eq(folder_entries(path), -1);
    desk_change(&desk, &anna, ACTION_RETURN, (struct change){.child = 0}, "again");
    desk_decide_all(&desk);
    cr_assert_eq(export_to(&desk, "x", true, &error), OK, "%s: %s", error.place, error.text);
    cr_expect_eq(count_lines(&desk, "x/decisions.csv"), n);
    cr_expect_eq(folder_entries(path), (int)n - 1);
    cr_expect_eq(count_lines(&desk, "x/log.csv"), 1 + 1 + 1 + 2 * (n - 1));
    cr_assert_eq(export_to(&desk, "x", false, &error), OK, "%s: %s", error.place, error.text);
    cr_expect_eq(folder_entries(path), -1, "without letters the old ones are gone");
    desk_remove(&desk);
}

static const char *const secrets[] = {"Hemlig", "hemlig", "Dold Ek", "Okända"};
static uint32_t n_files_seen;

/* No file holds what is of a protected child; of the workbook unpacked. */
static int find_secret(const char *path, const struct stat *status, int kind, struct FTW *where) {
    struct file file;
    (void)status, (void)where;
    if (kind != FTW_F) {
        return 0;
    }
    cr_assert_eq(file_open(&file, path, NULL), OK, "%s", path);
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        cr_expect_null(memmem(file.bytes, file.length, secrets[i], strlen(secrets[i])), "%s: %s",
                       path, secrets[i]);
    }
    file_close(&file);
    n_files_seen++;
    return 0;
}

/* A sheet of the exported workbook: its XML, by unzip; malloced. */
static char *sheet_text(struct desk *desk, int sheet) {
    char command[400], *text = NULL;
    size_t size;
    snprintf(command, sizeof command, "unzip -p %s/x/round.xlsx xl/worksheets/sheet%d.xml",
             desk->temporary.path, sheet);
    FILE *output = popen(command, "r");
    cr_assert_not_null(output);
    cr_assert_geq(getdelim(&text, &size, '\0', output), 1);
    cr_assert_eq(pclose(output), 0, "%s", command);
    return text;
}

static uint32_t count_rows(const char *xml) {
    uint32_t n = 0;
    for (const char *at = strstr(xml, "<row "); at != NULL; at = strstr(at + 1, "<row ")) {
        n++;
    }
    return n;
}

Test(export, nobody_who_is_protected) {
    struct desk desk;
    struct error error = {0};
    char path[300], command[400];
    struct user anna = desk_user("anna", ROLE_APPROVER);
    desk_make(&desk, "preschool", false);
    write_sql(&desk,
              "UPDATE child SET name = 'Alma ' || child, guardian = 'Berit', address = 'Här'");
    write_sql(&desk, "UPDATE child SET protected = 1, name = 'Hemlig Ek', guardian = 'Dold Ek',"
                     " address = 'Okända vägen 3', metres = 987654 WHERE child IN (1, 2)");
    const struct change away = {.child = 1, .offer = UINT32_MAX};
    cr_assert_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, away, "Hemlig wants it").refused,
                 REFUSED_NOT);
    const struct change other = {.child = 3, .offer = UINT32_MAX};
    cr_assert_eq(desk_change(&desk, &anna, ACTION_OVERRIDE, other, "Near hemlig ek").refused,
                 REFUSED_NOT);
    write_sql(&desk, "UPDATE child SET metres = 987654 WHERE child = 2");
    desk_decide_all(&desk);
    cr_assert_eq(export_to(&desk, "x", true, &error), OK, "%s: %s", error.place, error.text);
    temporary_name(&desk.temporary, "x", path, sizeof path);
    snprintf(command, sizeof command, "cd %s && unzip -q round.xlsx -d unpacked", path);
    cr_assert_eq(system(command), 0);
    cr_assert_eq(nftw(path, find_secret, 8, FTW_PHYS), 0);
    cr_expect_gt(n_files_seen, desk.loaded.instance.n_applicants + 10);
    struct file file;
    read_exported(&desk, "x/decisions.csv", &file);
    cr_expect_null(memmem(file.bytes, file.length, "987654", 6));
    file_close(&file);
    char *decisions = sheet_text(&desk, 1);
    cr_expect_not_null(strstr(decisions, "Alma 0"));
    cr_expect_not_null(strstr(decisions, "Protected identity"));
    cr_expect_null(strstr(decisions, "987654"));
    free(decisions);
    desk_remove(&desk);
}

Test(export, a_workbook_of_three_sheets) {
    struct desk desk;
    struct error error = {0};
    struct file first, second;
    desk_make(&desk, "preschool", false);
    desk_decide_all(&desk);
    cr_assert_eq(export_to(&desk, "x", false, &error), OK, "%s: %s", error.place, error.text);
    const int64_t rows[] = {desk_number(&desk, "SELECT count(*) FROM child"),
                            desk_number(&desk, "SELECT count(*) FROM offer"),
                            desk_number(&desk, "SELECT count(*) FROM log")};
    for (int i = 0; i < 3; i++) {
        char *xml = sheet_text(&desk, i + 1);
        cr_expect_eq(count_rows(xml), rows[i] + 1, "sheet %d", i + 1);
        cr_expect_not_null(strstr(xml, "<autoFilter ref=\"A1:"));
        cr_expect_not_null(strstr(xml, "state=\"frozen\""));
        cr_expect_null(strstr(xml, "<f>"), "no formula");
        free(xml);
    }
    cr_assert_eq(export_to(&desk, "y", false, &error), OK);
    read_exported(&desk, "x/round.xlsx", &first);
    read_exported(&desk, "y/round.xlsx", &second);
    cr_expect(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0,
              "the same store, the same bytes");
    file_close(&first);
    file_close(&second);
    desk_remove(&desk);
}

/* However much of it could be written, a workbook that is not whole is found out. */
Test(export, a_workbook_that_is_not_whole) {
    struct desk desk;
    struct error error = {0};
    struct file file;
    char path[300];
    struct random random = {1};
    desk_make(&desk, "guarantee", false);
    cr_assert_eq(export_to(&desk, "x", false, &error), OK);
    read_exported(&desk, "x/round.xlsx", &file);
    temporary_name(&desk.temporary, "cut.xlsx", path, sizeof path);
    for (int i = 0; i < 400; i++) {
        size_t length = i < 200 ? random_below(&random, (uint32_t)file.length) : file.length;
        FILE *cut = fopen(path, "w");
        cr_assert_not_null(cut);
        cr_assert_eq(fwrite(file.bytes, 1, length, cut), length);
        for (int k = 0; i >= 200 && k < 8; k++) { /* and what is damaged does no harm */
            fseek(cut, (long)random_below(&random, (uint32_t)length), SEEK_SET);
            fputc((int)random_below(&random, 256), cut);
        }
        fclose(cut);
        bool whole = true;
        enum err err = archive_check(path, NULL, 0, &whole, &error);
        cr_expect(i >= 200 || err != OK || !whole, "%zu bytes", length);
    }
    file_close(&file);
    const struct archive_part parts[] = {{"xl/worksheets/sheet1.xml", "<row ", 1},
                                         {"xl/worksheets/sheet1.xml", "<row ", 2},
                                         {"xl/worksheets/sheet9.xml", "<row ", 0}};
    temporary_name(&desk.temporary, "x/round.xlsx", path, sizeof path);
    for (int i = 0; i < 3; i++) {
        bool whole = true;
        cr_assert_eq(archive_check(path, &parts[i], 1, &whole, &error), OK);
        cr_expect_eq(whole, i == 0, "part %d", i);
    }
    desk_remove(&desk);
}

/* In a process of its own, under a limit on a file's size; true: told, and ended as it should. */
static bool fails_with(struct desk *desk, rlim_t bytes, bool letters) {
    pid_t child = fork();
    if (child == 0) {
        struct error error = {0};
        signal(SIGXFSZ, SIG_IGN);
        desk_open(desk); /* a connection is not for two processes */
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){bytes, bytes});
        _exit(export_to(desk, "x", letters, &error) == ERR_IO && error.text[0] != '\0' ? 0 : 1);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Disks full at any point: of a file, of a letter, of what libxlsxwriter writes beside. */
Test(export, a_full_disk_leaves_the_old_one) {
    struct desk desk;
    struct error error = {0};
    desk_make(&desk, "preschool", false);
    cr_assert_eq(export_to(&desk, "x", true, &error), OK);
    desk_decide_all(&desk);
    desk_close(&desk);
    for (rlim_t bytes = 100; bytes < 8000; bytes += 700) {
        cr_expect(fails_with(&desk, bytes, true), "%ju bytes", (uintmax_t)bytes);
        cr_expect_eq(count_lines(&desk, "x/decisions.csv"), 1, "%ju bytes", (uintmax_t)bytes);
    }
    desk_remove(&desk);
}

/* The log fits as CSV and does not as a sheet: libxlsxwriter does not notice. */
Test(export, a_full_disk_under_temporary_files_too) {
    struct desk desk;
    struct error error = {0};
    struct file file;
    desk_make(&desk, "preschool", false);
    desk_decide_all(&desk);
    cr_assert_eq(export_to(&desk, "x", false, &error), OK);
    char *xml = sheet_text(&desk, 3);
    read_exported(&desk, "x/log.csv", &file);
    rlim_t least = file.length + 1, most = strlen(xml);
    file_close(&file);
    free(xml);
    cr_assert_lt(least, most);
    desk_close(&desk);
    for (rlim_t bytes = least; bytes < most; bytes += (most - least) / 5 + 1) {
        cr_expect(fails_with(&desk, bytes, false), "%ju bytes", (uintmax_t)bytes);
    }
    desk_remove(&desk);
}

/* Killed at a random moment: the old one or the new one, whole. */
Test(export, a_kill_leaves_the_old_one_or_the_new_one) {
    struct desk desk;
    struct error error = {0};
    char path[300];
    struct random random = {2};
    desk_make(&desk, "preschool", false);
    cr_assert_eq(export_to(&desk, "x", true, &error), OK);
    desk_decide_all(&desk);
    int n = (int)desk.loaded.instance.n_applicants;
    temporary_name(&desk.temporary, "x/letters", path, sizeof path);
    desk_close(&desk);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            desk_open(&desk);
            export_to(&desk, "x", true, &error);
            _exit(0);
        }
        usleep((useconds_t)random_below(&random, 60000));
        kill(child, SIGKILL);
        cr_assert_eq(waitpid(child, NULL, 0), child);
        bool is_new = folder_entries(path) == n;
        cr_expect(is_new || folder_entries(path) == -1);
        cr_expect_eq(count_lines(&desk, "x/decisions.csv"), is_new ? (uint32_t)n + 1 : 1);
    }
    desk_remove(&desk);
}
