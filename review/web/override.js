// SPDX-License-Identifier: GPL-3.0-or-later
// Another offer than the proposed one: wishes first, then all others. The service says what it
// would do to the seats and to whom, before anything is done.
import {get} from './api.js'
import {loadSchools, refusalText, seatBar} from './desk.js'
import {openForm} from './dialog.js'
import {fill, h} from './dom.js'
import {compare, month, named, number, t} from './words.js'

const NONE = 'none' // no place
const LISTED = 12   // children that are named one by one

function optionText(school, offer) {
    const free = offer.seats === null ? null
        : offer.seats - offer.confirmed - offer.planned - offer.draft
    return `${school.name} (${offer.id})${free === null ? '' : ` · ${t('n_free', free)}`}`
}

/** Wishes in their order, others by name: [[group, [[offer, text]]]]. */
function groups(child, schools) {
    const wished = child.wishes.map((wish) => wish.offer)
    const all = schools.flatMap((school) => school.offers.map((offer) => ({school, offer})))
        .filter(({offer}) => offer.offer !== child.offer || child.start !== null)
    const text = ({school, offer}) => [String(offer.offer), optionText(school, offer)]
    return [
        [t('wishes'), all.filter(({offer}) => wished.includes(offer.offer))
            .sort((a, b) => wished.indexOf(a.offer.offer) - wished.indexOf(b.offer.offer))
            .map(text)],
        [t('other_offers'), all.filter(({offer}) => !wished.includes(offer.offer))
            .sort((a, b) => compare(a.school.name, b.school.name)).map(text)],
    ]
}

/** A limit of seats around the placement, with the child in it. */
function limitNote(limit) {
    const {decided, confirmed, offered, proposed, present} = limit.by_hold
    const sum = {seats: limit.seats, confirmed: decided + present, planned: confirmed + offered,
                 draft: proposed}
    return h('li', {},
        h('b', {}, limit.of), limit.month ? ` · ${month(limit.month)}` : '',
        seatBar(sum),
        h('span', {class: limit.full ? 'warn' : null},
            t('override_seats', number(limit.taken + 1), number(limit.seats))))
}

function childLinks(children) {
    return children.slice(0, LISTED).map((one, i) =>
        [i > 0 ? ', ' : '', h('a', {href: `#/children/${one.child}`}, one.id)])
}

/** What the service says the override would do. */
function consequence(answer) {
    return [
        answer.fault ? h('p', {class: 'warn'}, named('fault', answer.fault)) : null,
        h('ul', {class: 'limits'}, answer.limits.map(limitNote)),
        answer.displaced.length === 0 ? null : h('p', {},
            t('override_displaced', answer.displaced.length), ' ', childLinks(answer.displaced),
            answer.displaced.length > LISTED ? ' …' : '', '.',
            answer.suffices ? '' : ` ${t('override_short')}`),
        answer.parted.length === 0 ? null : h('p', {},
            t('override_parted', answer.parted.length), ' ', childLinks(answer.parted), '.'),
        answer.exceeds ? h('label', {class: 'check'},
            h('input', {type: 'checkbox', name: 'exceeds', required: true}), t('override_exceeds'))
            : null,
    ]
}

/** The form's part that shows it, anew whenever the choice is another one. */
function consequences(child, months, form) {
    const node = h('div', {class: 'note', 'aria-live': 'polite'})
    let turn = 0
    async function show() {
        turn += 1
        const mine = turn
        const {offer, start} = form()
        node.replaceChildren()
        if (offer === NONE) {
            fill(node, h('p', {}, t('override_none')))
        }
        if (offer === '' || offer === NONE || (months && !/^\d{4}-\d{2}$/.test(start))) {
            return
        }
        const query = {child: child.child, offer, start: months ? start : null}
        const shown = await get('preview', query).then(consequence,
            (refusal) => h('p', {class: 'problem'}, refusalText(refusal)))
        if (mine === turn) {
            fill(node, shown)
        }
    }
    return {node, show}
}

/** send(change, reason) answers a text where it went wrong, or null. */
export async function openOverride(child, round, send) {
    const schools = await loadSchools()
    const form = () => ({offer: offer.value, start: start.value})
    const after = consequences(child, round.months, form)
    const offer = h('select', {name: 'offer', required: true, onchange: after.show},
        h('option', {value: ''}, t('choose')),
        child.offer === null ? null : h('option', {value: NONE}, t('no_place')),
        groups(child, schools).filter(([, options]) => options.length > 0).map(([name, options]) =>
            h('optgroup', {label: name},
                options.map(([value, text]) => h('option', {value}, text)))))
    const start = h('input', {name: 'start', type: 'month', pattern: '\\d{4}-\\d{2}',
                              placeholder: '2027-08', value: child.start ?? '',
                              onchange: after.show})
    openForm(t('override_title', child.id), {
        content: [
            h('label', {}, t('offer'), offer),
            round.months ? h('label', {}, t('start'), start) : null,
            after.node,
            h('label', {}, t('reason'), h('textarea', {name: 'reason', required: true, rows: '3',
                                                       maxlength: '1500'})),
            h('p', {class: 'small'}, t('reason_logged')),
        ],
        button: t('action_override'),
        danger: true,
        send: async (data) => {
            const chosen = data.get('offer')
            const change = {offer: chosen === NONE ? null : Number(chosen)}
            if (change.offer !== null) {
                change.exceeds = data.get('exceeds') === 'on'
                change.start = round.months ? data.get('start') : undefined
            }
            try {
                return await send(change, data.get('reason'))
            } catch (refusal) {
                return refusalText(refusal)
            }
        },
    })
}
