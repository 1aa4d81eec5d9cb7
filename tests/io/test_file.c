// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file.h"

#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Test(file, a_regular_file) {
    struct temporary temporary;
    char path[200];
    temporary_make(&temporary);
    temporary_write(&temporary, "x", "hello");
    struct file file;
    cr_assert_eq(file_open(&file, temporary_name(&temporary, "x", path, sizeof path), NULL), OK);
    cr_expect_eq(file.length, 5);
    cr_expect_arr_eq(file.bytes, "hello", 5);
    file_close(&file);
    temporary_remove(&temporary);
}

Test(file, an_empty_file_has_bytes_too) {
    struct temporary temporary;
    char path[200];
    temporary_make(&temporary);
    temporary_write(&temporary, "x", "");
    struct file file;
    cr_assert_eq(file_open(&file, temporary_name(&temporary, "x", path, sizeof path), NULL), OK);
    cr_expect_eq(file.length, 0);
    cr_expect_not_null(file.bytes);
    file_close(&file);
    temporary_remove(&temporary);
}

Test(file, absent_or_a_folder) {
    struct file file;
    struct error error = {0};
    cr_expect_eq(file_open(&file, "/nowhere/at/all", &error), ERR_USAGE);
    cr_expect_str_eq(error.place, "/nowhere/at/all");
    cr_expect_str_eq(error.text, "cannot be read: No such file or directory");
    file_close(&file);
    error = (struct error){0};
    cr_expect_eq(file_open(&file, "/tmp", &error), ERR_USAGE);
    cr_expect_str_eq(error.text, "is a folder, where a file was expected");
    file_close(&file);
}

/* More than the first buffer holds, in pieces, through a pipe in the place of standard input. */
Test(file, standard_input) {
    enum { N = 300000 };
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        for (int i = 0; i < N / 10; i++) {
            if (write(ends[1], "0123456789", 10) != 10) {
                _exit(1);
            }
        }
        _exit(0);
    }
    close(ends[1]);
    cr_assert_eq(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    struct file file;
    cr_assert_eq(file_open(&file, "-", NULL), OK);
    cr_expect_eq(file.length, N);
    cr_expect_eq(file.bytes[N - 1], '9');
    file_close(&file);
    waitpid(child, NULL, 0);
}

Test(file, standard_input_that_cannot_be_read) {
    close(STDIN_FILENO);
    struct file file;
    struct error error = {0};
    cr_expect_eq(file_open(&file, "-", &error), ERR_IO);
    cr_expect_str_eq(error.place, "standard input");
    file_close(&file);
}

Test(file, sha256) {
    char hex[65];
    cr_assert_eq(sha256_hex("abc", 3, hex, NULL), OK);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
