// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A sheet is a query and a table of its columns. Everything but numbers is written as text, never
 * as a formula or a date, so that no program makes something else of it. libxlsxwriter keeps rows
 * in temporary files and does not tell when one could not be written: archive_check reads the
 * workbook again.
 */
#include "review/workbook.h"

#include "explain/text.h"
#include "review/archive.h"
#include "review/withheld.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

enum { COLUMNS_MOST = 12 };

enum kind { KIND_TEXT, KIND_NUMBER, KIND_STATE };

struct column {
    enum letter_phrase title;
    enum kind kind;
    double width; /* in characters */
};

struct sheet {
    enum letter_phrase name;
    const char *query; /* its columns in this order */
    struct column column[COLUMNS_MOST];
};

enum { N_SHEETS = 3 };

/* What stands in place of a name, and of a reason, that is not for a file. */
#define SAY " say(masked, withheld) AS (SELECT ?1, ?2) "

static const struct sheet sheets[N_SHEETS] = {
    {LETTER_SHEET_DECISIONS,
     "WITH" SAY "SELECT c.id, CASE c.protected WHEN 0 THEN c.name ELSE masked END, s.name, o.id, "
     "o.grade, c.start,"
     " c.wish, CASE c.protected WHEN 0 THEN c.metres END, c.state, c.confirmed_by, c.decided_by,"
     " (SELECT substr(l.at, 1, 10) FROM log l WHERE l.child = c.id AND l.action = 'decide'"
     "  ORDER BY l.entry DESC LIMIT 1)"
     " FROM child c JOIN say LEFT JOIN offer o ON o.offer = c.offer LEFT JOIN school s ON s.school "
     "="
     " o.school WHERE c.state IN ('decided', 'accepted', 'declined') ORDER BY c.child",
     {{LETTER_FIELD_ID, KIND_TEXT, 14},
      {LETTER_COLUMN_NAME, KIND_TEXT, 28},
      {LETTER_FIELD_SCHOOL, KIND_TEXT, 28},
      {LETTER_FIELD_OFFER, KIND_TEXT, 16},
      {LETTER_FIELD_GROUP, KIND_TEXT, 10},
      {LETTER_FIELD_START, KIND_TEXT, 10},
      {LETTER_FIELD_WISH, KIND_NUMBER, 11},
      {LETTER_COLUMN_METRES, KIND_NUMBER, 10},
      {LETTER_COLUMN_STATE, KIND_STATE, 12},
      {LETTER_FIELD_HANDLED_BY, KIND_TEXT, 18},
      {LETTER_FIELD_DECIDED_BY, KIND_TEXT, 18},
      {LETTER_FIELD_DECIDED_ON, KIND_TEXT, 22}}},
    {LETTER_SHEET_SCHOOLS,
     "WITH" SAY "SELECT s.name, o.id, o.grade, o.seats,"
     " sum(c.state IN ('decided', 'accepted')), sum(c.state IN ('confirmed', 'overridden')),"
     " sum(c.state = 'proposed'),"
     " (SELECT count(*) FROM reserve r WHERE r.offer = o.offer)"
     " FROM offer o JOIN school s ON s.school = o.school LEFT JOIN child c ON c.offer = o.offer"
     " GROUP BY o.offer ORDER BY o.offer",
     {{LETTER_FIELD_SCHOOL, KIND_TEXT, 28},
      {LETTER_FIELD_OFFER, KIND_TEXT, 16},
      {LETTER_FIELD_GROUP, KIND_TEXT, 10},
      {LETTER_COLUMN_SEATS, KIND_NUMBER, 10},
      {LETTER_COLUMN_DECIDED, KIND_NUMBER, 13},
      {LETTER_COLUMN_CONFIRMED, KIND_NUMBER, 13},
      {LETTER_COLUMN_PROPOSED, KIND_NUMBER, 13},
      {LETTER_COLUMN_RESERVE, KIND_NUMBER, 18}}},
    {LETTER_SHEET_LOG,
     "WITH" SAY "," WITHHELD_NAMES "SELECT l.entry, l.at, l.user, l.action, l.child,"
     " substr(l.before, 1, 8000), substr(l.after, 1, 8000),"
     " CASE WHEN" IS_WITHHELD("l") "THEN withheld ELSE l.reason END, l.hash"
                                   " FROM log l JOIN say ORDER BY l.entry",
     {{LETTER_COLUMN_ENTRY, KIND_NUMBER, 9},
      {LETTER_COLUMN_AT, KIND_TEXT, 22},
      {LETTER_COLUMN_USER, KIND_TEXT, 18},
      {LETTER_COLUMN_ACTION, KIND_TEXT, 14},
      {LETTER_FIELD_ID, KIND_TEXT, 14},
      {LETTER_COLUMN_BEFORE, KIND_TEXT, 40},
      {LETTER_COLUMN_AFTER, KIND_TEXT, 40},
      {LETTER_COLUMN_REASON, KIND_TEXT, 40},
      {LETTER_COLUMN_HASH, KIND_TEXT, 68}}},
};

struct writing {
    const struct sheet *sheet;
    const struct letter_language *words;
    lxw_worksheet *page;
    uint32_t n_rows;  /* with the first one */
    struct text cell; /* used again and again */
};

/* A column without a width is none. */
static uint16_t count_columns(const struct sheet *sheet) {
    uint16_t n = 0;
    while (n < COLUMNS_MOST && sheet->column[n].width > 0) {
        n++;
    }
    return n;
}

static const char *state_words(const struct writing *writing, const char *state) {
    return writing->words->phrase[strcmp(state, "accepted") == 0   ? LETTER_STATE_ACCEPTED
                                  : strcmp(state, "declined") == 0 ? LETTER_STATE_DECLINED
                                                                   : LETTER_STATE_DECIDED];
}

static lxw_error write_cell(struct writing *writing, const struct sql_row *row, uint16_t at) {
    if (sql_row_is_null(row, at)) {
        return LXW_NO_ERROR;
    }
    if (writing->sheet->column[at].kind == KIND_NUMBER) {
        return worksheet_write_number(writing->page, writing->n_rows, at,
                                      (double)sql_row_whole(row, at), NULL);
    }
    const char *text = sql_row_text(row, at);
    text_clear(&writing->cell);
    text_put_safely(&writing->cell, writing->sheet->column[at].kind == KIND_STATE
                                        ? state_words(writing, text)
                                        : text);
    return writing->cell.no_memory     ? LXW_ERROR_MEMORY_MALLOC_FAILED
           : writing->cell.length == 0 ? LXW_NO_ERROR
                                       : worksheet_write_string(writing->page, writing->n_rows, at,
                                                                writing->cell.bytes, NULL);
}

static enum err as_error(lxw_error code, struct error *error) {
    if (code == LXW_NO_ERROR) {
        return OK;
    }
    return code == LXW_ERROR_MEMORY_MALLOC_FAILED
               ? error_no_memory(error)
               : error_set(error,
                           code == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE ||
                                   code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
                               ? ERR_INPUT
                               : ERR_IO,
                           "round.xlsx", "cannot be written: %s", lxw_strerror(code));
}

static enum err write_row(void *context, const struct sql_row *row, struct error *error) {
    struct writing *writing = context;
    uint16_t n = count_columns(writing->sheet);
    lxw_error code = LXW_NO_ERROR;
    for (uint16_t i = 0; i < n && code == LXW_NO_ERROR; i++) {
        code = write_cell(writing, row, i);
    }
    writing->n_rows++;
    return as_error(code, error);
}

/* Titles, widths, and the first row held in place. */
static void begin_page(struct writing *writing, lxw_format *bold) {
    const struct sheet *sheet = writing->sheet;
    for (uint16_t i = 0; i < count_columns(sheet); i++) {
        worksheet_set_column(writing->page, i, i, sheet->column[i].width, NULL);
        worksheet_write_string(writing->page, 0, i, writing->words->phrase[sheet->column[i].title],
                               bold);
    }
    worksheet_freeze_panes(writing->page, 1, 0);
    worksheet_set_landscape(writing->page);
    worksheet_set_paper(writing->page, 9); /* A4 */
    worksheet_repeat_rows(writing->page, 0, 0);
    writing->n_rows = 1;
}

static enum err write_sheet(struct store *store, lxw_workbook *workbook, struct writing *writing,
                            lxw_format *bold, struct error *error) {
    const struct letter_language *words = writing->words;
    writing->page = workbook_add_worksheet(workbook, words->phrase[writing->sheet->name]);
    if (writing->page == NULL) {
        return error_no_memory(error);
    }
    begin_page(writing, bold);
    enum err err = sql_each(
        store->sql, writing->sheet->query,
        SQL(sql_text(words->phrase[LETTER_PROTECTED]), sql_text(words->phrase[LETTER_WITHHELD])),
        write_row, writing, error);
    if (err == OK) {
        worksheet_autofilter(writing->page, 0, 0, writing->n_rows - 1,
                             (lxw_col_t)(count_columns(writing->sheet) - 1));
    }
    return err;
}

static enum err take_moment(void *context, const struct sql_row *row, struct error *error) {
    struct tm moment = {0};
    const char *end = strptime(sql_row_text(row, 0), "%Y-%m-%dT%H:%M:%SZ", &moment);
    time_t *seconds = context;
    *seconds = end == NULL ? 1 : timegm(&moment);
    (void)error;
    return OK;
}

/* The moment of the last entry; a workbook of nothing has none. */
static enum err date_workbook(struct store *store, lxw_workbook *workbook,
                              const struct letter_language *words, struct error *error) {
    time_t moment = 1; /* 0 would be now */
    enum err err = sql_each(store->sql, "SELECT at FROM log ORDER BY entry DESC LIMIT 1", SQL_NONE,
                            take_moment, &moment, error);
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)words->phrase[LETTER_TITLE],
                                     .created = moment};
    return err == OK ? as_error(workbook_set_properties(workbook, &properties), error) : err;
}

static enum err write_pages(struct store *store, lxw_workbook *workbook,
                            const struct letter_language *words, struct archive_part *parts,
                            struct error *error) {
    static const char *const names[N_SHEETS] = {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"};
    struct writing writing = {.words = words};
    enum err err = date_workbook(store, workbook, words, error);
    lxw_format *bold = workbook_add_format(workbook);
    if (bold == NULL) {
        return error_no_memory(error);
    }
    format_set_bold(bold);
    for (int i = 0; i < N_SHEETS && err == OK; i++) {
        writing.sheet = &sheets[i];
        err = write_sheet(store, workbook, &writing, bold, error);
        parts[i] = (struct archive_part){names[i], "<row ", writing.n_rows};
    }
    text_release(&writing.cell);
    return err;
}

enum err workbook_write(struct store *store, const struct letter_language *words, const char *path,
                        struct error *error) {
    struct archive_part parts[N_SHEETS];
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR")};
    lxw_workbook *workbook = workbook_new_opt(path, &options);
    if (workbook == NULL) {
        return error_no_memory(error);
    }
    enum err err = write_pages(store, workbook, words, parts, error);
    enum err closed = as_error(workbook_close(workbook), err == OK ? error : NULL);
    err = err == OK ? closed : err;
    bool whole = true;
    err = err == OK ? archive_check(path, parts, N_SHEETS, &whole, error) : err;
    return whole ? err
                 : error_set(error, ERR_IO, "round.xlsx",
                             "could not be written whole; is the disk full, or TMPDIR's?");
}
