// SPDX-License-Identifier: GPL-3.0-or-later
// One school: its seats, who is in, and who waits.
import {get} from './api.js'
import {childName, seatBar, stateMark, sumOffers, wishText} from './desk.js'
import {h} from './dom.js'
import {seatLegend} from './occupancy.js'
import {metres, number, t} from './words.js'

const AT_ONCE = 500

/** All children of a school, as far as the service gives them, 500 at a time. */
async function childrenOf(school) {
    const all = []
    let total = 1
    while (all.length < total) {
        const answer = await get('children', {school, sort: 'name', limit: AT_ONCE,
                                              offset: all.length})
        total = answer.children.length === 0 ? 0 : answer.total
        all.push(...answer.children)
    }
    return all
}

const head = (...columns) => h('thead', {}, h('tr', {}, columns.map(([text, kind]) =>
    h('th', {scope: 'col', class: kind ?? null}, text))))

const childLink = (child) => h('a', {href: `#/children/${child.child}`}, child.id)

function offerTable(offers) {
    return h('table', {class: 'dense occupancy'},
        h('caption', {class: 'spoken'}, t('offers')),
        head([t('offer')], [t('seats_bar')], [t('seats_seats'), 'right'],
            [t('seats_confirmed'), 'right'], [t('seats_planned'), 'right'],
            [t('seats_draft'), 'right'], [t('seats_reserve'), 'right']),
        h('tbody', {}, offers.map((offer) => h('tr', {},
            h('th', {scope: 'row'}, offer.id, offer.grade ? ` · ${offer.grade}` : ''),
            h('td', {class: 'bar'}, seatBar(offer)),
            ['seats', 'confirmed', 'planned', 'draft', 'reserve'].map((key) =>
                h('td', {class: 'right'}, number(offer[key])))))))
}

function childTable(children, caption) {
    return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption},
        h('table', {class: 'dense'},
            h('caption', {class: 'spoken'}, caption),
            head([t('id')], [t('name')], [t('wish')], [t('way'), 'right'], [t('state')]),
            h('tbody', {}, children.map((child) => h('tr', {},
                h('td', {}, childLink(child)),
                h('td', {}, childName(child)),
                h('td', {}, wishText(child)),
                h('td', {class: 'right'}, metres(child.metres)),
                h('td', {}, stateMark(child.state)))))))
}

function reserveTable(offer, waiting) {
    const caption = t('reserve_of', offer.id)
    return [h('h3', {}, caption), waiting.length === 0 ? h('p', {class: 'soft'}, t('nobody_waits'))
        : h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': caption},
            h('table', {class: 'dense'},
                h('caption', {class: 'spoken'}, caption),
                head([t('position'), 'right'], [t('id')], [t('name')], [t('state')]),
                h('tbody', {}, waiting.map((child) => h('tr', {},
                    h('td', {class: 'right'}, child.position),
                    h('td', {}, childLink(child)),
                    h('td', {}, childName(child)),
                    h('td', {}, stateMark(child.state)))))))]
}

export async function showSchool({number: which}) {
    const [school, children] = await Promise.all([get(`schools/${which}`), childrenOf(which)])
    const sum = sumOffers(school.offers)
    return {
        title: school.name,
        node: h('div', {class: 'page'},
            h('nav', {class: 'sequence', 'aria-label': t('sequence')},
                h('a', {class: 'button', href: '#/'}, t('back_to_round'))),
            h('div', {class: 'title'},
                h('h1', {tabindex: '-1'}, school.name, ' ', h('span', {class: 'soft'}, school.id)),
                h('p', {class: 'lead'},
                    t('school_lead', number(children.length), number(sum.seats)), ' ',
                    h('a', {href: `#/children?school=${which}`}, t('in_list')))),
            h('section', {class: 'card', 'aria-labelledby': 'seats'},
                h('div', {class: 'head'}, h('h2', {id: 'seats'}, t('offers')), seatLegend()),
                h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('offers')},
                    offerTable(school.offers))),
            h('div', {class: 'two'},
                h('section', {class: 'card', 'aria-labelledby': 'in'},
                    h('h2', {id: 'in'}, t('who_is_in', number(children.length))),
                    children.length === 0 ? h('p', {class: 'soft'}, t('nobody'))
                        : childTable(children, t('who_is_in', number(children.length)))),
                h('section', {class: 'card', 'aria-labelledby': 'reserve'},
                    h('h2', {id: 'reserve'}, t('reserve')),
                    school.offers.map((offer) => reserveTable(offer,
                        school.reserve.filter((one) => one.offer === offer.offer)))))),
    }
}
