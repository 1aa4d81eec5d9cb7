# SPDX-License-Identifier: GPL-3.0-or-later
# What bench/run measured (raw.txt: group size kind program key value), as a table to read or as
# JSON:
#     awk -f bench/report.awk -v form=markdown|json|growth raw.txt
# Medians of the runs; ratios to placera. In markdown: exit status 1, and words on standard error,
# where two programs of a comparison differ in what they found.

function median(list,    n, x, i, j, t) {
    n = split(list, x, " ")
    for (i = 2; i <= n; i++) {
        t = x[i] + 0
        for (j = i - 1; j >= 1 && x[j] + 0 > t; j--) { x[j + 1] = x[j] }
        x[j + 1] = t
    }
    return n == 0 ? "" : n % 2 ? x[(n + 1) / 2] + 0 : (x[n / 2] + x[n / 2 + 1]) / 2
}

function count(list,    x) { return split(list, x, " ") }

# The median under a key; "" where there is none.
function figure(id, key) { return median(all[id, key]) }

# What a program took, by the clock that the run goes by.
function time_of(id) { return figure(id, run["clock"] == "processor" ? "processor" : "seconds") }

function seconds(x) {
    return x == "" ? "" : x < 0.0001 ? sprintf("%.6f", x) : x < 0.1 ? sprintf("%.4f", x) \
        : x < 10 ? sprintf("%.3f", x) : sprintf("%.1f", x)
}

function ratio(x, y) {
    return x == "" || y == "" || y == 0 ? "" : x / y < 10 ? sprintf("%.2f", x / y) \
        : sprintf("%.0f", x / y)
}

function thousands(n,    text) {
    text = sprintf("%d", n)
    while (match(text, /[0-9][0-9][0-9][0-9]($|,)/)) {
        text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
    }
    return text
}

# A cell and its padding, so that the table can be read as it stands. Left: words.
function cell(text, width, left,    pad) {
    pad = sprintf("%" (width > length(text) ? width - length(text) : 0) "s", "")
    return left ? text pad " | " : pad text " | "
}

function rule(widths, n_left,    w, n, i, line) {
    n = split(widths, w, " ")
    line = "|"
    for (i = 1; i <= n; i++) {
        line = line (i <= n_left ? ":" : "-") substr(dashes, 1, w[i]) (i <= n_left ? "-|" : ":|")
    }
    print line
}

function row(texts, widths, n_left,    t, w, n, i, line) {
    n = split(widths, w, " ")
    split(texts, t, "\t")
    line = "| "
    for (i = 1; i <= n; i++) { line = line cell(t[i], w[i], i <= n_left) }
    sub(/ $/, "", line)
    print line
}

{
    key = $5
    value = $6
    for (i = 7; i <= NF; i++) { value = value " " $i }
}

$1 == "run" {
    if (key == "peer") { peers = peers (peers == "" ? "" : ", ") value } else { run[key] = value }
    next
}

$1 == "name" { label[$4] = value; name[++n_names] = $4; next }

{
    id = $1 " " $2 " " $3 " " $4
    if (!(id in known)) {
        known[id] = 1
        entry[++n_entries] = id
    }
    round = $1 " " $2 " " $3
    if (!(round in known)) {
        known[round] = 1
        rounds[++n_rounds] = round
    }
    if (key == "missing") {
        missing[id] = value
    } else if (key == "value") {
        if (!(round in found)) { found[round] = value; finder[round] = $4 }
        if (found[round] "" != value "") {
            differs = differs sprintf("%s: %s finds %s, %s finds %s\n", round, $4, value, \
                finder[round], found[round])
        }
        found[id] = value
    } else {
        all[id, key] = all[id, key] (all[id, key] == "" ? "" : " ") value
        if (!((id, key) in known)) {
            known[id, key] = 1
            keys[id] = keys[id] " " key
        }
    }
}

function as_json(    i, j, n, part, k, k_list, line) {
    printf "{\"run\": {"
    for (k in run) { line = line (line == "" ? "" : ", ") quoted(k) ": " quoted(run[k]) }
    printf "%s, \"peers\": %s},\n\"measured\": [", line, quoted(peers)
    for (i = 1; i <= n_entries; i++) {
        split(entry[i], part, " ")
        printf "%s\n{\"group\": \"%s\", \"size\": %s, \"kind\": \"%s\", \"program\": \"%s\"", \
            i == 1 ? "" : ",", part[1], quoted(part[2]), part[3], part[4]
        if (entry[i] in missing) { printf ", \"missing\": %s", quoted(missing[entry[i]]) }
        if (entry[i] in found) { printf ", \"value\": %s", found[entry[i]] }
        n = split(keys[entry[i]], k_list, " ")
        for (j = 1; j <= n; j++) {
            printf ", \"%s\": %.10g", k_list[j], figure(entry[i], k_list[j])
        }
        line = all[entry[i], "seconds"]
        if (line == "") { line = all[entry[i], "all"] }
        gsub(/ /, ", ", line)
        printf ", \"runs\": [%s]}", line
    }
    print "\n]}"
}

function quoted(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return "\"" text "\""
}

function words_of_missing(why) {
    gsub(/-/, " ", why)
    return why
}

# Programs beside each other on one round.
function comparison(round,    part, i, id, base, proved, widths) {
    split(round, part, " ")
    base = base_of(part)
    proved = round " proved"
    printf "\n**%s, %s: %s applicants, %s offers, %s options.** ", part[2], part[3], \
        thousands(figure(base, "applicants")), thousands(figure(base, "offers")), \
        thousands(figure(base, "options"))
    printf "%.2f %% placed, %.2f %% at their first wish", figure(base, "placed_percent"), \
        figure(base, "first_percent")
    printf part[1] == "network" ? "; optimum %s.\n\n" : "; fingerprint of the placement %s.\n\n", \
        found[round]
    widths = "36 9 9 9 9 9 8 4"
    row("program\tseconds\t× placera\t× proved\tprocessor\tbuild\tpeak MB\truns", widths, 1)
    rule(widths, 1)
    for (i = 1; i <= n_names; i++) {
        id = round " " name[i]
        if (!(id in known)) { continue }
        if (id in missing) {
            row(label[name[i]] "\t" words_of_missing(missing[id]), widths, 1)
            continue
        }
        row(label[name[i]] "\t" seconds(figure(id, "seconds")) "\t" \
            ratio(time_of(id), time_of(base)) "\t" ratio(time_of(id), time_of(proved)) "\t" \
            seconds(figure(id, "processor")) "\t" seconds(figure(id, "build")) "\t" \
            sprintf("%.0f", figure(id, "peak_mb")) "\t" count(all[id, "seconds"]), widths, 1)
    }
}

function comparisons(group,    i) {
    for (i = 1; i <= n_rounds; i++) {
        if (index(rounds[i], group " ") == 1) { comparison(rounds[i]) }
    }
}

# A table of one group, a row an entry, a column a key; format by kind of figure.
function table(group, heads, columns, widths,    i, j, n, part, column, text, value, any) {
    n = split(columns, column, " ")
    for (i = 1; i <= n_entries; i++) {
        if (index(entry[i], group " ") != 1) { continue }
        if (!any++) {
            row(heads, widths, 3)
            rule(widths, 3)
        }
        split(entry[i], part, " ")
        text = part[2] "\t" part[3] "\t" part[4]
        sub(/@.*/, "", text)
        for (j = 1; j <= n; j++) {
            value = figure(entry[i], column[j])
            if (column[j] == "threads") { value = part[4]; sub(/.*@/, "", value) }
            else if (group == "instructions") { value = sprintf("%.2f", value / 1e6) }
            else if (column[j] == "peak_mb") { value = sprintf("%.0f", value) }
            else { value = seconds(value) }
            text = text "\t" value
        }
        row(text, widths, 3)
    }
    return any
}

function has(group,    i) {
    for (i = 1; i <= n_entries; i++) {
        if (index(entry[i], group " ") == 1) { return 1 }
    }
    return 0
}

# The entry of placera itself in the comparison that part (group, size, kind) names.
function base_of(part) {
    return part[1] " " part[2] " " part[3] " " (part[1] == "accept" ? "acceptance" : part[1] == "levels" || part[1] == "seat" ? part[1] : "network")
}

# The exponent b of seconds = c * options^b, by least squares over the sizes; "" below two.
function exponent(kind, program,    i, part, x, y, n, sx, sy, sxx, sxy) {
    for (i = 1; i <= n_entries; i++) {
        split(entry[i], part, " ")
        if (part[3] != kind || part[4] != program || time_of(entry[i]) + 0 == 0) {
            continue
        }
        x = log(figure(base_of(part), "options"))
        y = log(time_of(entry[i]))
        n++
        sx += x
        sy += y
        sxx += x * x
        sxy += x * y
    }
    return n < 2 || n * sxx == sx * sx ? "" : (n * sxy - sx * sy) / (n * sxx - sx * sx)
}

# Lines "kind program options seconds" for the plot, and "exponent kind program b label".
function growth(    i, part, b, seen) {
    for (i = 1; i <= n_entries; i++) {
        split(entry[i], part, " ")
        if (part[1] != "network" || time_of(entry[i]) + 0 == 0) { continue }
        print "point", part[3], part[4], figure(base_of(part), "options"), time_of(entry[i])
        if (!((part[3], part[4]) in seen)) {
            seen[part[3], part[4]] = 1
            b = exponent(part[3], part[4])
            print "line", part[3], part[4], b == "" ? "-" : sprintf("%.2f", b), label[part[4]]
        }
    }
}

function several_sizes(    i, part, size) {
    for (i = 1; i <= n_rounds; i++) {
        split(rounds[i], part, " ")
        if (part[1] == "network" && size != "" && part[2] != size) { return 1 }
        if (part[1] == "network") { size = part[2] }
    }
    return 0
}

# The plots that bench/plot makes, and the exponents by kind.
function growth_table(    i, j, part, kinds, n_kinds, seen, text, b, any, heads, widths) {
    for (i = 1; i <= n_rounds; i++) {
        split(rounds[i], part, " ")
        if ((part[1] == "network") && !(part[3] in seen)) {
            seen[part[3]] = 1
            kinds[++n_kinds] = part[3]
            heads = heads "\t" part[3]
            widths = widths " 10"
        }
    }
    for (i = 1; i <= n_kinds; i++) {
        printf "![seconds over options, %s rounds](time-%s.svg)\n", kinds[i], kinds[i]
    }
    print ""
    row("program" heads, "36" widths, 1)
    rule("36" widths, 1)
    for (i = 1; i <= n_names; i++) {
        text = label[name[i]]
        any = 0
        for (j = 1; j <= n_kinds; j++) {
            b = exponent(kinds[j], name[i])
            any = any || b != ""
            text = text "\t" (b == "" ? "" : sprintf("%.2f", b))
        }
        if (any) { row(text, "36" widths, 1) }
    }
}

function markdown(    i, part, one) {
    print "# Measured\n"
    print "Written by `" run["command"] "` on " run["date"] ", " run["program"] " (" run["commit"] ")."
    print "Machine: " run["processors"] " processors, " run["machine"] ", " run["memory"] "; " \
        run["system"] ", " run["compiler"] "."
    print "OpenMP threads: " run["threads"] "; load when it began: " run["load"] "."
    print "Peers: " peers ".\n"
    print "Figures are medians; seconds are wall seconds, processor seconds add up over threads."
    print "Peers are timed in the solver call alone, building their model apart; peak memory is the"
    print "whole process's (placera's loads the CSV files too)."
    if (differs == "") { print "Every program found the same optimum and the same placement." }
    print "Ratios and growth go by " run["clock"] " seconds."
    if (has("network")) {
        print "\n## Minimum cost, one level of integer costs"
        comparisons("network")
    }
    if (has("levels")) {
        print "\n## Minimum cost, three levels\n"
        print "The same rounds: most placed, then least squared ranks, then least metres; certified level"
        print "by level. Compare with *placera, with the certificate* above.\n"
        row("size\tkind\tseconds\tprocessor\t× one level", "8 9 9 9 11", 2)
        rule("8 9 9 9 11", 2)
        for (i = 1; i <= n_rounds; i++) {
            split(rounds[i], part, " ")
            if (part[1] != "levels") { continue }
            one = "network " part[2] " " part[3] " certified"
            row(part[2] "\t" part[3] "\t" seconds(figure(rounds[i] " levels", "seconds")) "\t" \
                seconds(figure(rounds[i] " levels", "processor")) "\t" \
                ratio(time_of(rounds[i] " levels"), time_of(one)), "8 9 9 9 11", 2)
        }
    }
    if (has("seat")) {
        print "\n## One seat more\n"
        print "Minimum cost, one level, re-solved from the optimum at hand and certified anew; the median"
        print "of 101 offers.\n"
        row("size\tkind\tseconds\tprocessor", "8 9 9 9", 2)
        rule("8 9 9 9", 2)
        for (i = 1; i <= n_rounds; i++) {
            split(rounds[i], part, " ")
            if (part[1] == "seat") {
                row(part[2] "\t" part[3] "\t" seconds(figure(rounds[i] " seat", "seconds")) "\t" \
                    seconds(figure(rounds[i] " seat", "processor")), "8 9 9 9", 2)
            }
        }
    }
    if (has("accept")) {
        print "\n## Deferred acceptance, ranks given"
        comparisons("accept")
    }
    if (several_sizes()) {
        print "\n## Growth\n"
        print "The exponent b of seconds = c · options^b over the sizes measured.\n"
        growth_table()
    }
    print "\n## The whole program, by stages\n"
    print "CSV in, results written. Rounds called `generated` are `placera generate --seed 1`, with"
    print "six fallback offers in the round and, under minimum cost, three levels.\n"
    table("stages", "size\tkind\tpolicy\tload\toptions\trank\tsolve\tprove\tfallback\t" \
        "read off\twrite\tall\tprocessor\tpeak MB", \
        "load options rank solve prove fallback readoff write all all_processor peak_mb", \
        "8 9 19 7 7 7 7 7 8 8 7 7 9 7")
    if (has("threads")) {
        print "\n## By threads\n"
        table("threads", "size\tkind\tpolicy\tthreads\tload\toptions\trank\tsolve\tall", \
            "threads load options rank solve all", "8 9 19 7 7 7 7 7 7")
    }
    if (has("instructions")) {
        print "\n## Instructions\n"
        print "Millions, counted by callgrind on one thread: no busy machine disturbs them.\n"
        table("instructions", "size\tkind\tpolicy\tload\toptions\trank\tsolve\tread off\twrite\tall", \
            "load options rank solve readoff write all", "8 9 19 9 9 9 9 9 9 9")
    }
}

END {
    dashes = "--------------------------------------------------------------------------------"
    if (form == "json") { as_json() }
    else if (form == "growth") { growth() }
    else { markdown() }
    if (differs != "" && form == "markdown") {
        printf "%s", "bench/run: DIFFERENT RESULTS\n" differs > "/dev/stderr"
        exit 1
    }
}
