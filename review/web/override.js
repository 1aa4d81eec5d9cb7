// SPDX-License-Identifier: GPL-3.0-or-later
// Another offer than the proposed one: wishes first, then all others, with the seats of the chosen
// one, before anything is done.
import {knownSchools, loadSchools, refusalText, seatBar} from './desk.js'
import {openForm} from './dialog.js'
import {fill, h} from './dom.js'
import {compare, number, t} from './words.js'

const NONE = 'none' // no place

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

/** What the override would do to the offer's seats. */
function consequence(schools, number_) {
    const offer = schools.flatMap((school) => school.offers)
        .find((one) => String(one.offer) === number_)
    if (!offer) {
        return h('p', {}, number_ === NONE ? t('override_none') : '')
    }
    const taken = offer.confirmed + offer.planned + offer.draft
    const over = offer.seats !== null && taken + 1 > offer.seats
    return [
        seatBar(offer),
        h('p', {class: over ? 'warn' : null},
            t('override_seats', number(taken + 1), number(offer.seats)), ' ',
            over ? t('override_over', taken + 1 - offer.seats) : '',
            ' ', offer.reserve > 0 ? t('override_reserve', number(offer.reserve)) : ''),
    ]
}

/** send({offer, start}, reason) answers a text where it went wrong, or null. */
export async function openOverride(child, round, send) {
    let schools
    try {
        schools = await loadSchools()
    } catch {
        schools = await knownSchools()
    }
    const after = h('div', {class: 'note', 'aria-live': 'polite'})
    const offer = h('select', {name: 'offer', required: true, onchange: () => {
        fill(after, consequence(schools, offer.value))
    }},
    h('option', {value: ''}, t('choose')),
    child.offer === null ? null : h('option', {value: NONE}, t('no_place')),
    groups(child, schools).filter(([, options]) => options.length > 0).map(([name, options]) =>
        h('optgroup', {label: name}, options.map(([value, text]) => h('option', {value}, text)))))
    const start = h('input', {name: 'start', type: 'month', pattern: '\\d{4}-\\d{2}',
                              placeholder: '2027-08', value: child.start ?? ''})
    openForm(t('override_title', child.id), {
        content: [
            h('label', {}, t('offer'), offer),
            after,
            round.months ? h('label', {}, t('start'), start) : null,
            h('label', {}, t('reason'), h('textarea', {name: 'reason', required: true, rows: '3',
                                                       maxlength: '1500'})),
            h('p', {class: 'small'}, t('reason_logged')),
        ],
        button: t('action_override'),
        danger: true,
        send: async (data) => {
            const chosen = data.get('offer')
            const change = {offer: chosen === NONE ? null : Number(chosen)}
            if (round.months && change.offer !== null) {
                change.start = data.get('start')
            }
            try {
                return await send(change, data.get('reason'))
            } catch (refusal) {
                return refusalText(refusal)
            }
        },
    })
}
