// SPDX-License-Identifier: GPL-3.0-or-later
// What every view knows: who is logged in, the round, its schools; and the marks they share.
import {get, Refusal} from './api.js'
import {h, spoken} from './dom.js'
import {named, t} from './words.js'

export const desk = {
    user: null,
    round: null,    // GET round, as it was when last asked
    schools: null,  // GET schools: names do not change, counts do
    sequence: null, // children of the list that one came from: {ids, back}
}

export async function loadRound() {
    desk.round = await get('round')
    return desk.round
}

export async function loadSchools() {
    desk.schools = (await get('schools')).schools
    return desk.schools
}

/** Once for all: where counts do not matter. */
export async function knownSchools() {
    return desk.schools ?? loadSchools()
}

export function stateMark(state) {
    return h('span', {class: `state ${state}`}, named('state', state))
}

/** The mark of a protected identity, instead of a name. */
export function protectedMark() {
    return h('span', {class: 'protected'}, t('protected'))
}

/** A child's name as far as it may be seen. */
export function childName(child) {
    if (child.protected && child.name === null) {
        return protectedMark()
    }
    return child.protected ? [child.name ?? child.id, ' ', protectedMark()] : child.name ?? '–'
}

/** What the wish is, in a word: 1st, 2nd, ..., a school beyond the wishes. */
export function wishText(child) {
    return child.wish === null ? named('basis', child.basis) : t('nth', child.wish)
}

/** Seats of an offer or a school: decided, confirmed by somebody, proposed, of so many. */
export function seatBar(sum) {
    const whole = Math.max(sum.seats ?? 0, sum.confirmed + sum.planned + sum.draft, 1)
    const part = (kind) => {
        const node = h('span', {class: `part ${kind}`})
        node.style.width = `${(sum[kind] / whole) * 100}%`
        return node
    }
    return h('span', {class: 'seats'}, part('confirmed'), part('planned'), part('draft'),
        spoken(t('seats_spoken', sum.confirmed, sum.planned, sum.draft, sum.seats)))
}

export function sumOffers(offers) {
    const sum = {seats: 0, confirmed: 0, planned: 0, draft: 0, reserve: 0}
    for (const offer of offers) {
        for (const key of ['confirmed', 'planned', 'draft', 'reserve']) {
            sum[key] += offer[key]
        }
        sum.seats = sum.seats === null || offer.seats === null ? null : sum.seats + offer.seats
    }
    return sum
}

/** A refusal in the reader's words. */
export function refusalText(refusal) {
    const known = {network: t('no_answer'), login: t('log_in_again'), token: t('log_in_again')}
    if (known[refusal.code] === undefined && !(refusal instanceof Refusal)) {
        throw refusal
    }
    return known[refusal.code] ?? t('service_says', refusal.message)
}
