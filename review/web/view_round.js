// SPDX-License-Identifier: GPL-3.0-or-later
// The round at a glance: how far it has come, what is left to do, how the wishes were met, how full
// the schools are, and with which seed it was drawn.
import {barChart} from './charts.js'
import {desk, loadRound, loadSchools, stateMark} from './desk.js'
import {h, width} from './dom.js'
import {occupancy} from './occupancy.js'
import {states} from './rules.js'
import {moment, named, number, percent, t} from './words.js'

const countOf = (round, ...names) => names.reduce((sum, name) => sum + (round.states[name] ?? 0), 0)

function tile(count, text, href, kind) {
    return h('a', {class: `tile ${kind}`, href},
        h('span', {class: 'count'}, number(count)), h('span', {class: 'what'}, text))
}

function tiles(round) {
    return h('div', {class: 'tiles'},
        tile(countOf(round, 'proposed'), t('left_confirm'), '#/children?state=proposed', 'first'),
        tile(countOf(round, 'confirmed'), t('left_decide'), '#/children?state=confirmed', ''),
        tile(countOf(round, 'overridden'), t('left_overridden'), '#/children?state=overridden', ''),
        tile(countOf(round, 'returned'), t('left_returned'), '#/children?state=returned', ''),
        tile(countOf(round, 'decided'), t('left_answer'), '#/children?state=decided', ''))
}

/** All children by state: a bar, and the same as a list of links. */
function progress(round, all) {
    const there = states.filter((state) => countOf(round, state) > 0)
    return h('section', {class: 'card progress', 'aria-labelledby': 'progress'},
        h('h2', {id: 'progress'}, t('progress', number(all))),
        h('div', {class: 'stack', 'aria-hidden': 'true'}, there.map((state) =>
            width(h('span', {class: `part ${state}`}), countOf(round, state) / all))),
        h('ul', {class: 'states'}, there.map((state) => h('li', {},
            h('a', {href: `#/children?state=${state}`}, stateMark(state)),
            ' ', h('b', {}, number(countOf(round, state))),
            ' ', h('span', {class: 'soft'}, percent(countOf(round, state) / all))))))
}

/** The wishes of those who have a place, and who has none. */
function wishRows(round) {
    const ranks = Object.keys(round.wishes).map(Number).filter((rank) => rank > 0)
        .sort((a, b) => a - b)
    const rows = ranks.map((rank) => [t('nth', rank), round.wishes[rank]])
    if (round.wishes[0]) {
        rows.push([t('beyond_wishes'), round.wishes[0]])
    }
    if (round.places.without) {
        rows.push([t('no_place'), round.places.without])
    }
    return rows
}

function wishes(rows, canvas) {
    const all = rows.reduce((sum, [, count]) => sum + count, 0)
    return h('section', {class: 'card wishes', 'aria-labelledby': 'wishes'},
        h('h2', {id: 'wishes'}, t('wishes_met')),
        h('div', {class: 'beside'}, h('div', {class: 'chart'}, canvas), h('table', {class: 'dense'},
            h('caption', {class: 'spoken'}, t('wishes_met')),
            h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, t('wish')),
                h('th', {scope: 'col', class: 'right'}, t('children')),
                h('th', {scope: 'col', class: 'right'}, t('part')))),
            h('tbody', {}, rows.map(([name, count]) => h('tr', {},
                h('th', {scope: 'row'}, name),
                h('td', {class: 'right'}, number(count)),
                h('td', {class: 'right'}, percent(count / all))))))))
}

function pair(name, value) {
    return [h('dt', {}, name), h('dd', {}, value)]
}

function facts(round) {
    const seed = round.seed === null ? t('no_seed') : h('code', {}, round.seed)
    return h('section', {class: 'card facts', 'aria-labelledby': 'facts'},
        h('h2', {id: 'facts'}, t('the_round')),
        h('dl', {},
            pair(t('date'), round.date === '' ? '–' : round.date),
            pair(t('mechanism'), named('mechanism', round.mechanism)),
            pair(t('seed'), [seed, ' ', round.seed === null ? null
                : h('span', {class: round.closed ? 'fixed' : 'loose'},
                    round.closed ? t('seed_fixed') : t('seed_loose'))]),
            pair(t('eyes'), round.four_eyes ? t('eyes_four') : t('eyes_two'))),
        h('h3', {}, t('runs')),
        h('table', {class: 'dense'},
            h('caption', {class: 'spoken'}, t('runs')),
            h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, t('run')),
                h('th', {scope: 'col'}, t('at')), h('th', {scope: 'col'}, t('by')),
                h('th', {scope: 'col', class: 'right'}, t('placed')))),
            h('tbody', {}, round.runs.map((run) => h('tr', {},
                h('th', {scope: 'row'}, run.run, run.run === round.run ? ` · ${t('stands')}` : ''),
                h('td', {}, moment(run.at)), h('td', {}, run.by),
                h('td', {class: 'right'}, number(run.n_placed)))))))
}

export async function showRound() {
    const [round, schools] = await Promise.all([loadRound(), loadSchools()])
    const all = Object.values(round.states).reduce((sum, count) => sum + count, 0)
    const rows = wishRows(round)
    const canvas = h('canvas', {role: 'img', 'aria-label': t('chart_spoken')})
    let letGo = () => {}
    let left = false
    return {
        title: t('nav_round'),
        node: h('div', {class: 'page'},
            h('div', {class: 'title'},
                h('h1', {tabindex: '-1'}, desk.round.name),
                h('p', {class: 'lead'}, t('round_lead', number(all), number(schools.length)))),
            tiles(round),
            progress(round, all),
            h('div', {class: 'two'}, wishes(rows, canvas), facts(round)),
            occupancy(schools)),
        ready: async () => {
            const format = (count, part) => `${number(count)} (${percent(part)})`
            const done = await barChart(canvas, rows.map(([name]) => name),
                                        rows.map(([, count]) => count), format)
            letGo = done
            if (left) {
                done()
            }
        },
        leave: () => {
            left = true
            letGo()
        },
    }
}
