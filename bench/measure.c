// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Runs a command and appends to FILE what the whole of it took, as "key value" lines: all (wall
 * seconds), all_processor (seconds, of all its threads) and peak_mb. The command's own streams are
 * left alone; its exit status is passed on. One that runs longer than LIMIT seconds is ended:
 * status 124. measure FILE LIMIT COMMAND ARGUMENT ...
 */
#include <stdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { OVER_TIME = 124 };

static pid_t child;
static volatile sig_atomic_t over_time;

static void end_child(int number) {
    (void)number;
    over_time = 1;
    kill(child, SIGKILL);
}

static double now_s(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static pid_t wait_for(pid_t pid, int *status, struct rusage *usage) {
    pid_t ended;
    do {
        ended = wait4(pid, status, 0, usage); /* interrupted by the alarm: once more */
    } while (ended < 0 && over_time != 0);
    return ended;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: measure FILE LIMIT COMMAND ARGUMENT ...\n");
        return 2;
    }
    double begin = now_s();
    child = fork();
    if (child == 0) {
        execvp(argv[3], argv + 3);
        perror(argv[3]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    signal(SIGALRM, end_child);
    alarm((unsigned)strtoul(argv[2], NULL, 10));
    if (child < 0 || wait_for(child, &status, &usage) != child) {
        perror("measure");
        return 3;
    }
    FILE *file = fopen(argv[1], "a");
    if (file == NULL) {
        perror(argv[1]);
        return 3;
    }
    double processor_s = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    fprintf(file, "all %.4f\nall_processor %.4f\npeak_mb %.1f\n", now_s() - begin, processor_s,
            (double)usage.ru_maxrss / 1024);
    fclose(file);
    return over_time != 0 ? OVER_TIME : WIFEXITED(status) ? WEXITSTATUS(status) : 3;
}
