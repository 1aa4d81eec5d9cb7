// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Result folders written by hand: what is read from a good one, and what is said of each that is
 * not as placera writes them.
 */
#include "io/loader.h"
#include "io/results_read.h"
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <string.h>

static const char instance_text[] =
    "{\"format\": \"placera-instance/1\", \"name\": \"two\", \"date\": \"2027-03-01\","
    " \"lottery\": {\"seed\": \"s\", \"draw\": \"single\"},"
    " \"policy\": {\"mechanism\": \"deferred-acceptance\", \"criteria\": [\"lottery\"]},"
    " \"schools\": [{\"id\": \"N\", \"name\": \"North\", \"seats\": 2},"
    "               {\"id\": \"S\", \"name\": \"South\"}],"
    " \"offers\": [{\"id\": \"n\", \"school\": \"N\", \"seats\": 1},"
    "              {\"id\": \"s\", \"school\": \"S\", \"seats\": 1}],"
    " \"pools\": [{\"id\": \"both\", \"seats\": 2, \"members\": [\"N\", \"s\"]}],"
    " \"tables\": {\"applicants\": [{\"id\": \"ada\", \"family\": \"f\"},"
    "                                 {\"id\": \"bo\", \"family\": \"f\"}],"
    "   \"wishes\": [{\"applicant\": \"ada\", \"rank\": 1, \"offer\": \"n\"},"
    "                {\"applicant\": \"bo\", \"rank\": 1, \"offer\": \"n\"}]}}";

/* A good folder, but for what a test puts in the place of one file. */
static const char *const good[N_RESULTS_FILES] = {
    [RESULTS_PROPOSALS] = "applicant,offer,basis,wish,metres,rank\n"
                          "ada,n,wish,1,120,1\n"
                          "bo,,none,,,\n",
    [RESULTS_OFFERS] = "offer,school,seats,first_wishes,wishes,placed,cutoff_rank,reserve,price\n"
                       "n,N,1,2,2,1,1,1,\n"
                       "s,S,,0,0,0,,0,7\n",
    [RESULTS_RESERVE] = "offer,position,applicant\nn,1,bo\n",
    [RESULTS_NEAR] = "applicant,offer,metres,claim\n",
    [RESULTS_CERTIFICATE] =
        "{\"format\":\"placera-certificate/1\",\"mechanism\":\"deferred-acceptance\","
        "\"levels\":[{\"objective\":\"placed\",\"value\":-1,\"prices\":["
        "{\"offer\":\"n\",\"price\":1},{\"school\":\"N\",\"price\":-2},"
        "{\"pool\":\"both\",\"price\":3}]}],"
        "\"cutoffs\":[{\"offer\":\"n\",\"rank\":1,\"applicant\":\"ada\"},"
        "{\"offer\":\"s\",\"rank\":0}],\"blocking\":[\"f\"]}",
    [RESULTS_RUN] = "{\"format\":\"placera-run/1\",\"by_wish\":[1,0],\"seconds\":{\"load\":0.5},"
                    "\"decided\":[],\n\"sha256\":\""
                    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}",
};

struct fixture {
    struct loaded loaded;
    struct temporary folder;
    struct results results;
    struct faults faults;
    enum err err;
};

/* Reads the good folder with file `which` replaced by text; NULL: with it missing. */
static void read_with(struct fixture *fixture, int which, const char *text) {
    memset(fixture, 0, sizeof *fixture);
    cr_assert_eq(
        load_bytes("two.json", instance_text, strlen(instance_text), &fixture->loaded, NULL), OK);
    temporary_make(&fixture->folder);
    for (int i = 0; i < N_RESULTS_FILES; i++) {
        const char *content = i == which ? text : good[i];
        if (content != NULL) {
            temporary_write(&fixture->folder, results_file_name[i], content);
        }
    }
    fixture->err = results_read(&fixture->results, fixture->folder.path, &fixture->loaded.instance,
                                &fixture->faults, NULL);
}

static void fixture_end(struct fixture *fixture) {
    results_release(&fixture->results);
    faults_release(&fixture->faults);
    loaded_release(&fixture->loaded);
    temporary_remove(&fixture->folder);
}

/* The folder with this file is refused, with exactly these faults. */
static void is_refused(int which, const char *text, const char *expected) {
    struct fixture fixture;
    char found[4000] = "";
    read_with(&fixture, which, text);
    FILE *stream = fmemopen(found, sizeof found, "w");
    faults_print(&fixture.faults, stream);
    fclose(stream);
    cr_expect_eq(fixture.err, ERR_NO, "%s gave %d", results_file_name[which], fixture.err);
    cr_expect_str_eq(found, expected);
    fixture_end(&fixture);
}

Test(results_read, tables) {
    struct fixture fixture;
    read_with(&fixture, N_RESULTS_FILES, NULL);
    const struct results *r = &fixture.results;
    cr_assert_eq(fixture.err, OK);
    cr_expect(r->proposals.n == 2 && r->offers.n == 2 && r->reserve.n == 1 && r->near.n == 0);
    cr_expect(r->proposals.applicant[1] == 1 && r->proposals.offer[0] == 0);
    cr_expect_eq(r->proposals.offer[1], NONE);
    cr_expect(r->proposals.basis[0] == BASIS_WISH && r->proposals.basis[1] == BASIS_NONE);
    cr_expect(r->proposals.wish[0] == 1 && r->proposals.wish[1] == 0);
    cr_expect(r->proposals.metres[0] == 120 && r->proposals.metres[1] == METRES_UNKNOWN);
    cr_expect(r->proposals.rank[0] == 1 && r->proposals.rank[1] == 0);
    cr_expect(r->offers.school[1] == 1 && r->offers.seats[0] == 1);
    cr_expect_eq(r->offers.seats[1], SEATS_UNLIMITED);
    cr_expect(r->offers.cutoff_rank[0] == 1 && r->offers.cutoff_rank[1] == NONE);
    cr_expect(r->offers.has_price[0] == 0 && r->offers.has_price[1] == 1);
    cr_expect_eq(r->offers.price[1], 7);
    cr_expect(r->reserve.offer[0] == 0 && r->reserve.position[0] == 1);
    cr_expect_eq(r->reserve.applicant[0], 1);
    fixture_end(&fixture);
}

/* A round with months has a column more, and its certificate may be an integer program's. */
static const char dated_instance[] =
    "{\"format\": \"placera-instance/1\", \"name\": \"one\", \"lottery\": {\"seed\": \"s\"},"
    " \"policy\": {\"mechanism\": \"minimum-cost\", \"objective\": [\"placed\"]},"
    " \"schools\": [{\"id\": \"N\", \"name\": \"North\"}],"
    " \"offers\": [{\"id\": \"n\", \"school\": \"N\", \"seats\": 1}],"
    " \"tables\": {\"applicants\": [{\"id\": \"ada\", \"start\": \"2027-03\"}],"
    "   \"wishes\": [{\"applicant\": \"ada\", \"rank\": 1, \"offer\": \"n\"}]}}";

static void read_dated(struct fixture *fixture, const char *proposals, const char *certificate) {
    memset(fixture, 0, sizeof *fixture);
    cr_assert_eq(
        load_bytes("one.json", dated_instance, strlen(dated_instance), &fixture->loaded, NULL), OK);
    temporary_make(&fixture->folder);
    for (int i = 0; i < N_RESULTS_FILES; i++) {
        const char *text = i == RESULTS_PROPOSALS     ? proposals
                           : i == RESULTS_CERTIFICATE ? certificate
                           : i == RESULTS_RUN         ? good[i]
                                                      : NULL;
        if (text == NULL) { /* a table without rows */
            static char header[120];
            snprintf(header, sizeof header, "%.*s\n", (int)strcspn(good[i], "\n"), good[i]);
            text = header;
        }
        temporary_write(&fixture->folder, results_file_name[i], text);
    }
    fixture->err = results_read(&fixture->results, fixture->folder.path, &fixture->loaded.instance,
                                &fixture->faults, NULL);
}

#define DATED "applicant,offer,basis,wish,metres,rank,start\n"
#define PROGRAM_HEAD                                                                               \
    "{\"format\":\"placera-certificate/1\",\"mechanism\":\"minimum-cost\",\"program\":"
#define PROGRAM                                                                                    \
    PROGRAM_HEAD                                                                                   \
    "{\"levels\":[{\"objective\":\"placed\",\"value\":-1,\"bound\":-1,"                            \
    "\"proved_by\":\"prices\",\"by_prices\":{\"bound\":-1,\"weights\":[1],"                        \
    "\"prices\":[{\"offer\":\"n\",\"month\":\"2027-03\",\"price\":1},"                             \
    "{\"pool\":\"p\",\"price\":2}]}},{\"objective\":\"late\",\"value\":0,\"bound\":null,"          \
    "\"proved_by\":\"nothing\"}],\"cuts\":[[{\"applicant\":\"ada\",\"times\":1260},"               \
    "{\"level\":0,\"times\":3}],[{\"together\":\"ada\",\"at\":\"N\",\"times\":7},"                 \
    "{\"follows\":\"ada\",\"at\":\"n\",\"times\":8},{\"cut\":0,\"times\":9}]],"                    \
    "\"stopped\":true,\"gap\":0.5}}"

Test(results_read, months_and_a_program) {
    struct fixture fixture;
    read_dated(&fixture, DATED "ada,n,wish,1,,1,2027-03\n", PROGRAM);
    faults_print(&fixture.faults, stderr);
    cr_assert_eq(fixture.err, OK);
    const struct program_read *program = &fixture.results.program;
    cr_expect_eq(fixture.results.proposals.start[0], 2027 * 12 + 2);
    cr_expect(fixture.results.has_program && program->n_levels == 2 && program->stopped);
    const struct program_prices *prices = &program->prices[0];
    cr_expect(program->value[0] == -1 && program->proved_by[0] == PROVED_BY_PRICES);
    cr_expect(program->proved_by[1] == PROVED_BY_NOTHING && !program->prices[1].any);
    cr_assert(prices->any && prices->bound == -1 && prices->weight[0] == 1 && prices->n == 2);
    cr_expect(prices->price[0].of == ROW_OF_OFFER && prices->price[0].index == 0);
    cr_expect(prices->price[0].month == 2027 * 12 + 2 && prices->price[0].amount == 1);
    cr_expect(prices->price[1].of == ROW_OF_POOL && prices->price[1].month == NONE);
    cr_expect_str_eq(prices->price[1].id, "p");
    cr_expect_str_eq(program->name[1], "late");
    cr_assert(program->n_cuts == 2 && program->cut[0].n == 2 && program->cut[1].n == 3);
    const struct program_row_read *row = program->cut[0].row;
    cr_expect(row[0].of == ROW_OF_APPLICANT && row[0].index == 0 && row[0].amount == 1260);
    cr_expect(row[1].of == ROW_OF_LEVEL && row[1].index == 0 && row[1].id == NULL);
    row = program->cut[1].row;
    cr_expect(row[0].of == ROW_OF_TOGETHER && row[0].index == 0 && row[0].at == 0);
    cr_expect(row[1].of == ROW_OF_FOLLOWS && row[1].index == 0 && row[1].at == 0);
    cr_expect(row[2].of == ROW_OF_CUT && row[2].index == 0 && row[2].amount == 9);
    cr_expect_float_eq(program->gap, 0.5, 1e-9);
    fixture_end(&fixture);
}

static void dated_is_refused(const char *proposals, const char *certificate, const char *expected) {
    struct fixture fixture;
    char found[2000] = "";
    read_dated(&fixture, proposals, certificate);
    FILE *stream = fmemopen(found, sizeof found, "w");
    faults_print(&fixture.faults, stream);
    fclose(stream);
    cr_expect_eq(fixture.err, ERR_NO);
    cr_expect_str_eq(found, expected);
    fixture_end(&fixture);
}

Test(results_read, months_and_programs_of_the_wrong_form) {
    dated_is_refused(DATED "ada,n,wish,1,,1,March\n", PROGRAM,
                     "proposals.csv:2:17: 'March' is no month; YYYY-MM is expected, such as "
                     "2027-03\n");
    dated_is_refused("applicant,offer,basis,wish,metres,rank\nada,n,wish,1,,1\n", PROGRAM,
                     "proposals.csv:1:1: column 'start' is expected here; the file is not as "
                     "written\n");
    dated_is_refused(DATED, PROGRAM_HEAD "{\"stopped\":1,\"levels\":[]}}",
                     "certificate.json:1:83: true or false is expected here; change it\n"
                     "certificate.json:1:72: key 'gap' is missing; the file is not as written\n");
#define LEVEL "{\"objective\":\"placed\",\"value\":0,\"bound\":"
#define WHERE "certificate.json:1:"
#define TAIL "],\"stopped\":false,\"gap\":0.0}}"
    dated_is_refused(
        DATED,
        PROGRAM_HEAD "{\"levels\":[" LEVEL "null,\"proved_by\":\"tree\"}," LEVEL
                     "0,\"proved_by\":\"prices\"}" TAIL,
        WHERE "140: 'tree': a bound is proved by prices, which stand under 'by_prices', or tree, "
              "else by nothing\n" WHERE
              "202: 'prices': a bound is proved by prices, which stand under "
              "'by_prices', or tree, else by nothing\n");
    dated_is_refused(
        DATED,
        PROGRAM_HEAD "{\"levels\":[" LEVEL "0,\"proved_by\":\"tree\",\"by_prices\":{\"bound\":0,"
                     "\"weights\":[1,1],\"prices\":[{\"offer\":\"n\"},"
                     "{\"offer\":\"m\",\"price\":1},{\"school\":\"n\",\"price\":0},"
                     "{\"price\":1},{\"opens\":\"n\",\"month\":\"2027-01\",\"price\":1},"
                     "{\"offer\":\"n\",\"month\":\"May\",\"price\":1}]}}," LEVEL
                     "0,\"proved_by\":\"tree\",\"by_prices\":{\"bound\":0,\"weights\":[-1,0],"
                     "\"prices\":[]}}" TAIL,
        WHERE
        "177: a weight of each level up to this one is expected\n" WHERE
        "193: key 'price' is missing; the file is not as written\n" WHERE
        "216: 'm' is no offer of the instance\n" WHERE
        "253: a whole number from 1 to 9223372036854775807 is expected here; change it\n" WHERE
        "241: 'n' is no school of the instance\n" WHERE
        "256: a price names one offer, school or pool, or what opens or is closed, or a cut\n" WHERE
        "289: only seats have a month\n" WHERE
        "331: 'May' is no month; YYYY-MM is expected, such as 2027-03\n" WHERE
        "446: a whole number from 0 to 9223372036854775807 is expected here; change it\n" WHERE
        "449: a whole number from 1 to 9223372036854775807 is expected here; change it\n");
    dated_is_refused(
        DATED,
        PROGRAM_HEAD
        "{\"levels\":[],\"cuts\":[[{\"times\":1},{\"applicant\":\"cai\",\"times\":1},"
        "{\"applicant\":\"ada\",\"price\":1},{\"cut\":-1,\"times\":0}],3,"
        "[{\"follows\":\"ada\",\"times\":1},{\"newly\":\"ada\",\"at\":\"x\",\"times\":1},"
        "{\"level\":0,\"month\":\"2027-01\",\"at\":\"n\",\"times\":1}]" TAIL,
        WHERE "94: a row of a cut names one offer, school, pool, applicant, level or cut, or what "
              "opens, is open or closed, or who follows, is together or newly placed\n" WHERE
              "119: 'cai' is no applicant of the instance\n" WHERE
              "163: unknown key 'price'; correct it or take it out (known: offer, school, pool, "
              "opens, closed, open, applicant, follows, together, newly, level, cut, at, month, "
              "times)\n" WHERE "136: key 'times' is missing; the file is not as written\n" WHERE
              "184: a whole number from 1 to 2147483647 is expected here; change it\n" WHERE
              "173: a whole number from 0 to 4294967294 is expected here; change it\n" WHERE
              "188: an array [ ... ] is expected here; change it\n" WHERE
              "191: key 'at' is missing; the file is not as written\n" WHERE
              "239: 'x' is no school of the instance\n" WHERE "273: only seats have a month\n" WHERE
              "288: only who follows, is together or newly placed is so at a place\n");
}

Test(results_read, certificate) {
    struct fixture fixture;
    read_with(&fixture, N_RESULTS_FILES, NULL);
    const struct results *r = &fixture.results;
    const struct instance *instance = &fixture.loaded.instance;
    cr_assert_eq(fixture.err, OK);
    cr_expect_str_eq(r->certificate_mechanism, "deferred-acceptance");
    cr_expect(r->has_levels && !r->has_fallback && r->has_cutoffs);
    cr_assert_eq(r->proof.n_levels, 1);
    cr_expect_str_eq(r->proof.name[0], "placed");
    cr_expect_eq(r->proof.value[0], -1);
    cr_expect(r->proof.price[0][0] == 1 && r->proof.price[0][1] == 0);
    cr_expect_eq(r->proof.price[0][instance->school_node[0]], -2);
    cr_expect_eq(r->proof.price[0][5 - instance->school_node[0]], 3);
    cr_assert_eq(r->n_cutoffs, 2);
    cr_expect(r->cutoff_rank[0] == 1 && r->cutoff_applicant[0] == 0);
    cr_expect(r->cutoff_node[1] == 1 && r->cutoff_rank[1] == 0);
    cr_expect_eq(r->cutoff_applicant[1], NONE);
    cr_expect(r->has_blocking && r->n_blocking == 1 && r->blocking[0] == 0);
    fixture_end(&fixture);
}

Test(results_read, run_as_leaves) {
    struct fixture fixture;
    read_with(&fixture, N_RESULTS_FILES, NULL);
    const struct results_leaves *run = &fixture.results.run;
    cr_assert_eq(fixture.err, OK);
    cr_assert_eq(run->n, 6);
    cr_expect_str_eq(run->leaf[1].path, "by_wish[0]");
    cr_expect(run->leaf[1].kind == LEAF_WHOLE && run->leaf[1].whole == 1);
    cr_expect_str_eq(run->leaf[3].path, "seconds.load");
    cr_expect(run->leaf[3].kind == LEAF_REAL && run->leaf[3].real > 0.4);
    cr_expect_str_eq(run->leaf[4].path, "decided");
    cr_expect_str_eq(run->leaf[4].text, "[]");
    cr_expect_eq(run->leaf[5].place.line, 2);
    char zeroed[600], hex[65];
    snprintf(zeroed, sizeof zeroed, "%s", good[RESULTS_RUN]);
    memset(strstr(zeroed, "0123456789"), '0', 64);
    cr_assert_eq(sha256_hex(zeroed, strlen(zeroed), hex, NULL), OK);
    cr_expect_str_eq(fixture.results.sha256[RESULTS_RUN], hex);
    fixture_end(&fixture);
}

Test(results_read, files_missing) {
    is_refused(RESULTS_RESERVE, NULL,
               "reserve.csv: the file is missing from the results; solve again\n");
    is_refused(RESULTS_RUN, NULL, "run.json: the file is missing from the results; solve again\n");
    is_refused(RESULTS_NEAR, NULL, "near.csv: the file is missing from the results; solve again\n");
}

Test(results_read, no_such_folder) {
    struct fixture fixture;
    struct results results;
    struct error error = {0};
    read_with(&fixture, N_RESULTS_FILES, NULL);
    cr_expect_eq(results_read(&results, "/nowhere/at/all", &fixture.loaded.instance,
                              &fixture.faults, &error),
                 ERR_USAGE);
    cr_expect_str_eq(error.place, "/nowhere/at/all");
    results_release(&results);
    fixture_end(&fixture);
}

Test(results_read, headers) {
    is_refused(RESULTS_RESERVE, "offer,applicant,position\nn,bo,1\n",
               "reserve.csv:1:7: column 'position' is expected here; the file is not as written\n");
    is_refused(RESULTS_RESERVE, "offer,position,applicant,more\nn,1,bo,1\n",
               "reserve.csv:1:26: one column more than the file has; it is not as written\n");
    is_refused(
        RESULTS_RESERVE, "offer,position\nn,1\n",
        "reserve.csv:1:1: column 'applicant' is expected here; the file is not as written\n");
}

#define PROPOSALS "applicant,offer,basis,wish,metres,rank\n"

Test(results_read, fields_of_proposals) {
    is_refused(RESULTS_PROPOSALS, PROPOSALS "ada,n,wish,1,120,1\nbob,,none,,,\n",
               "proposals.csv:3:1: 'bob' is no id of the instance; verify against the instance "
               "that was solved\n");
    is_refused(RESULTS_PROPOSALS, PROPOSALS "ada,m,wish,1,120,1\n",
               "proposals.csv:2:5: 'm' is no id of the instance; verify against the instance that "
               "was solved\n");
    is_refused(RESULTS_PROPOSALS, PROPOSALS "ada,n,Wish,1,120,1\n",
               "proposals.csv:2:7: 'Wish' is no basis; one of none, wish, fallback, current, "
               "locked is expected\n");
    is_refused(RESULTS_PROPOSALS, PROPOSALS "ada,n,wish,0,0120,-1\n",
               "proposals.csv:2:12: '0' is no whole number from 1 on; the file is not as written\n"
               "proposals.csv:2:14: '0120' is no whole number from 0 on; the file is not as "
               "written\n"
               "proposals.csv:2:19: '-1' is no whole number from 1 on; the file is not as "
               "written\n");
}

#define OFFERS "offer,school,seats,first_wishes,wishes,placed,cutoff_rank,reserve,price\n"

Test(results_read, fields_of_offers) {
    is_refused(RESULTS_OFFERS, OFFERS "n,N,1,,2,1,1,1,\n",
               "offers.csv:2:7: '' is no whole number from 0 on; the file is not as written\n");
    is_refused(RESULTS_OFFERS, OFFERS "n,n,1,2,2,1,1,1,-3\n",
               "offers.csv:2:3: 'n' is no id of the instance; verify against the instance that "
               "was solved\n"
               "offers.csv:2:17: '-3' is no price; a whole number from 0 on is expected\n");
}

/* A certificate with this in the place of its levels' prices. */
static void prices_refused(const char *prices, const char *expected) {
    char text[1000];
    snprintf(text, sizeof text,
             "{\"format\":\"placera-certificate/1\",\"mechanism\":\"minimum-cost\",\n"
             "\"levels\":[{\"objective\":\"placed\",\"value\":0,\"prices\":[\n%s]}]}",
             prices);
    is_refused(RESULTS_CERTIFICATE, text, expected);
}

Test(results_read, prices) {
    prices_refused("{\"offer\":\"n\",\"price\":0}",
                   "certificate.json:3:22: a price of 0 is not written; the file is not as "
                   "written\n");
    prices_refused("{\"pool\":\"N\",\"price\":1}",
                   "certificate.json:3:9: the instance has no seats of pool 'N'\n");
    prices_refused("{\"school\":\"S\",\"price\":1}",
                   "certificate.json:3:11: the instance has no seats of school 'S'\n");
    prices_refused("{\"price\":1}",
                   "certificate.json:3:1: one of the keys offer, school, pool is missing\n");
    prices_refused("{\"offer\":\"s\",\"price\":1},{\"offer\":\"n\",\"price\":1}",
                   "certificate.json:3:25: prices come in the order of offers and pools, each "
                   "once\n");
    prices_refused("{\"offer\":\"s\",\"school\":\"N\",\"price\":1}",
                   "certificate.json:3:1: a price names one offer, school or pool\n");
    prices_refused("{\"offer\":\"s\",\"price\":1.5}",
                   "certificate.json:3:22: a whole number from -72057594037927936 to "
                   "72057594037927936 is expected here; change it\n");
    prices_refused("{\"offer\":\"s\",\"prise\":1}",
                   "certificate.json:3:22: unknown key 'prise'; correct it or take it out (known: "
                   "offer, before, school, pool, price)\n"
                   "certificate.json:3:1: key 'price' is missing; the file is not as written\n");
}

#define CUTOFFS                                                                                    \
    "{\"format\":\"placera-certificate/1\",\"mechanism\":\"deferred-acceptance\",\"cutoffs\":\n"

Test(results_read, cutoffs) {
    is_refused(RESULTS_CERTIFICATE, CUTOFFS "[{\"offer\":\"n\",\"rank\":-1}]}",
               "certificate.json:2:22: a whole number from 0 to 4294967294 is expected here; "
               "change it\n");
    is_refused(RESULTS_CERTIFICATE, CUTOFFS "[{\"offer\":\"n\",\"rank\":1,\"applicant\":\"eve\"}]}",
               "certificate.json:2:36: 'eve' is no applicant of the instance\n");
    is_refused(RESULTS_CERTIFICATE, CUTOFFS "[{\"offer\":\"n\",\"pool\":\"both\",\"rank\":1}]}",
               "certificate.json:2:2: a cutoff names one offer\n");
    is_refused(RESULTS_CERTIFICATE, CUTOFFS "7}",
               "certificate.json:2:1: an array [ ... ] is expected here; change it\n");
}

#define BLOCKING                                                                                   \
    "{\"format\":\"placera-certificate/1\",\"mechanism\":\"deferred-acceptance\",\"blocking\":\n"

Test(results_read, blocking_families) {
    is_refused(RESULTS_CERTIFICATE, BLOCKING "\"f\"}",
               "certificate.json:2:1: an array [ ... ] is expected here; change it\n");
    is_refused(RESULTS_CERTIFICATE, BLOCKING "[1]}",
               "certificate.json:2:2: a text \"...\" is expected here; change it\n");
    is_refused(RESULTS_CERTIFICATE, BLOCKING "[\"g\"]}",
               "certificate.json:2:2: 'g' is no family of the instance\n");
    is_refused(RESULTS_CERTIFICATE, BLOCKING "[\"f\",\"f\"]}",
               "certificate.json:2:6: family 'f' stands twice or out of order\n");
}

Test(results_read, other_json) {
    is_refused(RESULTS_CERTIFICATE, "[]",
               "certificate.json:1:1: an object { ... } is expected here; change it\n");
    is_refused(RESULTS_CERTIFICATE,
               "{\"format\":\"placera-certificate/2\",\"mechanism\":\"x\",\"level\":[]}",
               "certificate.json:1:59: unknown key 'level'; correct it or take it out (known: "
               "format, mechanism, levels, program, fallback, cutoffs, blocking)\n"
               "certificate.json:1:11: 'placera-certificate/2' is not the format "
               "placera-certificate/1\n");
    is_refused(RESULTS_RUN, "{\"format\":\"placera-run/1\"}",
               "run.json:1:1: key 'sha256' is missing; the file is not as written\n");
    is_refused(RESULTS_RUN, "{\"format\":\"placera-run/1\",\"sha256\":\"12\"}",
               "run.json:1:36: a SHA-256 has 64 hex digits\n");
    is_refused(
        RESULTS_RUN, "{\"format\":\"placera-run/1\",",
        "run.json:1:26: not valid JSON: string or '}' expected near end of file; mend it there\n");
}

Test(results_read, leaves_of_any_json) {
    struct arena arena = {0};
    struct results_leaves leaves;
    cr_assert_eq(results_json_leaves("{\"a\":[{\"b\":null},\"t\"],\"c\":true,\"d\":{}}", "p",
                                     &arena, &leaves, NULL),
                 OK);
    cr_assert_eq(leaves.n, 4);
    cr_expect_str_eq(leaves.leaf[0].path, "p.a[0].b");
    cr_expect_str_eq(leaves.leaf[0].text, "null");
    cr_expect_str_eq(leaves.leaf[1].text, "t");
    cr_expect_str_eq(leaves.leaf[2].text, "true");
    cr_expect_str_eq(leaves.leaf[3].path, "p.d");
    cr_expect_eq(results_json_leaves("{", "p", &arena, &leaves, NULL), ERR_INPUT);
    arena_free(&arena);
}
