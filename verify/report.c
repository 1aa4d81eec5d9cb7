// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/checker.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

const char *const property_name[N_PROPERTIES] = {
#define X(code, name, says) name,
    PROPERTIES(X)
#undef X
};

const char *const property_says[N_PROPERTIES] = {
#define X(code, name, says) says,
    PROPERTIES(X)
#undef X
};

const char *const verdict_name[] = {"held", "broken", "does not apply", "not checked"};

static void finding_write(struct finding *finding, struct place place, const char *format,
                          va_list arguments) {
    vsnprintf(finding->first_case, sizeof finding->first_case, format, arguments);
    if (place.file == NULL) {
        return;
    }
    if (place.line == 0) {
        snprintf(finding->place, sizeof finding->place, "%s", place.file);
    } else if (place.column == 0) {
        snprintf(finding->place, sizeof finding->place, "%s:%" PRIu64, place.file, place.line);
    } else {
        snprintf(finding->place, sizeof finding->place, "%s:%" PRIu64 ":%" PRIu32, place.file,
                 place.line, place.column);
    }
}

void finding_break(struct checker *checker, enum property property, struct place place,
                   const char *format, ...) {
    struct finding *finding = &checker->report->finding[property];
    finding->verdict = VERDICT_BROKEN;
    if (finding->n_broken++ == 0) {
        va_list arguments;
        va_start(arguments, format);
        finding_write(finding, place, format, arguments);
        va_end(arguments);
    }
}

void finding_break_row(struct checker *checker, enum property property, struct row row,
                       const char *format, ...) {
    struct finding *finding = &checker->report->finding[property];
    finding->verdict = VERDICT_BROKEN;
    if (finding->n_broken++ == 0) {
        const struct csv *csv = &checker->results->csv[row.table];
        struct place place = {results_file_name[row.table], 0, 0};
        if (csv->n_chunks > 0) { /* read from a file, not made in memory */
            place = csv_place(csv, row.row, row.column);
        }
        va_list arguments;
        va_start(arguments, format);
        finding_write(finding, place, format, arguments);
        va_end(arguments);
    }
}

bool finding_is_broken(const struct checker *checker, enum property property) {
    return checker->report->finding[property].verdict == VERDICT_BROKEN;
}

void finding_set(struct checker *checker, enum property property, enum verdict verdict,
                 const char *format, ...) {
    struct finding *finding = &checker->report->finding[property];
    if (finding->verdict == VERDICT_BROKEN) {
        return;
    }
    finding->verdict = verdict;
    va_list arguments;
    va_start(arguments, format);
    finding_write(finding, (struct place){NULL, 0, 0}, format, arguments);
    va_end(arguments);
}

const char *applicant_text(const struct checker *checker, uint32_t applicant) {
    return strings_get(&checker->instance->applicant_id, applicant);
}

const char *offer_text(const struct checker *checker, uint32_t offer) {
    return offer == NONE ? "nowhere" : strings_get(&checker->instance->offer_id, offer);
}

bool report_broken(const struct report *report) {
    bool broken = false;
    for (int i = 0; i < N_PROPERTIES; i++) {
        broken = broken || report->finding[i].verdict == VERDICT_BROKEN;
    }
    return broken;
}

void verify_form(const struct faults *faults, struct report *report) {
    memset(report, 0, sizeof *report);
    for (int i = 0; i < N_PROPERTIES; i++) {
        report->finding[i].verdict = VERDICT_NOT_CHECKED;
    }
    struct checker checker = {.report = report};
    struct place nowhere = {NULL, 0, 0};
    for (uint32_t i = 0; i < faults->n; i++) {
        finding_break(&checker, PROPERTY_FORM, faults->fault[i].place, "%s", faults->fault[i].text);
    }
    if (faults->n == 0) {
        finding_break(&checker, PROPERTY_FORM, nowhere, "the results cannot be read");
    }
    report->finding[PROPERTY_FORM].n_broken = faults->n_found;
}
