// SPDX-License-Identifier: GPL-3.0-or-later
// How full each school is: decided, confirmed by somebody, proposed, of so many seats.
import {seatBar, sumOffers} from './desk.js'
import {fill, h} from './dom.js'
import {compare, number, t} from './words.js'

const free = ({seats, confirmed, planned, draft}) =>
    (seats === null ? null : seats - confirmed - planned - draft)

const columns = [
    ['school', (a, b) => compare(a.name, b.name)],
    ['seats', (a, b) => (b.sum.seats ?? Infinity) - (a.sum.seats ?? Infinity)],
    ['confirmed', (a, b) => b.sum.confirmed - a.sum.confirmed],
    ['planned', (a, b) => b.sum.planned - a.sum.planned],
    ['draft', (a, b) => b.sum.draft - a.sum.draft],
    ['free', (a, b) => (free(a.sum) ?? Infinity) - (free(b.sum) ?? Infinity)],
    ['reserve', (a, b) => b.sum.reserve - a.sum.reserve],
]

function row(school) {
    const {sum} = school
    const left = free(sum)
    return h('tr', {},
        h('th', {scope: 'row'}, h('a', {href: `#/schools/${school.school}`}, school.name)),
        h('td', {class: 'bar'}, seatBar(sum)),
        h('td', {class: 'right'}, number(sum.seats)),
        h('td', {class: 'right'}, number(sum.confirmed)),
        h('td', {class: 'right'}, number(sum.planned)),
        h('td', {class: 'right'}, number(sum.draft)),
        h('td', {class: left !== null && left < 0 ? 'right over' : 'right'}, number(left)),
        h('td', {class: 'right'}, number(sum.reserve)))
}

function totalRow(schools) {
    const sum = sumOffers(schools.map((school) => school.sum))
    return h('tr', {},
        h('th', {scope: 'row'}, t('all_schools')),
        h('td', {class: 'bar'}, seatBar(sum)),
        ['seats', 'confirmed', 'planned', 'draft'].map((key) =>
            h('td', {class: 'right'}, number(sum[key]))),
        h('td', {class: 'right'}, number(free(sum))),
        h('td', {class: 'right'}, number(sum.reserve)))
}

export function seatLegend() {
    return h('ul', {class: 'legend', 'aria-hidden': 'true'},
        ['confirmed', 'planned', 'draft', 'free'].map((kind) =>
            h('li', {}, h('span', {class: `dot ${kind}`}), t(`seats_${kind}`))))
}

/** The table, which sorts by its headings and narrows down by a part of the name. */
export function occupancy(list) {
    const schools = list.map((school) => ({...school, sum: sumOffers(school.offers)}))
    let by = 0
    let part = ''
    const body = h('tbody')
    const heads = columns.map(([key], i) => h('th', {scope: 'col', class: i > 0 ? 'right' : null},
        h('button', {class: 'sort', onclick: () => show(i, part)}, t(`seats_${key}`))))

    function show(column, text) {
        by = column
        part = text
        heads.forEach((head, i) => {
            const order = i === 0 ? 'ascending' : 'descending'
            head.setAttribute('aria-sort', i === by ? order : 'none')
        })
        const wanted = part.toLocaleLowerCase()
        fill(body, schools
            .filter((school) => school.name.toLocaleLowerCase().includes(wanted))
            .sort((a, b) => columns[by][1](a, b) || a.school - b.school)
            .map(row))
    }
    show(0, '')
    heads.splice(1, 0, h('th', {scope: 'col'}, t('seats_bar')))
    return h('section', {class: 'card', 'aria-labelledby': 'occupancy'},
        h('div', {class: 'head'},
            h('h2', {id: 'occupancy'}, t('occupancy')),
            seatLegend(),
            h('input', {type: 'search', placeholder: t('find_school'),
                        'aria-label': t('find_school'),
                        oninput: (event) => show(by, event.target.value)})),
        h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('occupancy')},
            h('table', {class: 'dense occupancy'},
                h('caption', {class: 'spoken'}, t('occupancy')),
                h('thead', {}, h('tr', {}, heads)),
                body,
                h('tfoot', {}, totalRow(schools)))))
}
