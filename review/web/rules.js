// SPDX-License-Identifier: GPL-3.0-or-later
// What may be done with a child in a state, by whom: review/life.c has the rules and the last word;
// here they say which buttons to show and how many of a selection an action is for.

export const states = [
    'proposed', 'confirmed', 'overridden', 'returned', 'decided', 'accepted', 'declined',
]
const undecided = ['proposed', 'confirmed', 'overridden', 'returned']
const roles = ['reader', 'caseworker', 'approver']

/** from, the least role, whether a reason is needed, the key that does it in the child's view. */
export const actions = {
    confirm: {from: ['proposed'], role: 'caseworker', key: 'c', main: true},
    decide: {from: ['confirmed', 'overridden'], role: 'approver', key: 'b', main: true},
    accept: {from: ['decided'], role: 'caseworker', key: 'a', main: true},
    decline: {from: ['decided'], role: 'caseworker', key: 'n'},
    override: {from: undecided, role: 'caseworker', reason: true, key: 'e'},
    return: {from: ['proposed', 'confirmed', 'overridden'], role: 'caseworker', reason: true,
             key: 'r'},
    withdraw: {from: ['confirmed', 'overridden', 'returned'], role: 'caseworker', key: 'w'},
    reopen: {from: ['decided', 'accepted', 'declined'], role: 'approver', reason: true, key: 'o'},
}

export const bulkActions = ['confirm', 'decide', 'accept', 'withdraw']

export function roleAllows(user, action) {
    return roles.indexOf(user.role) >= roles.indexOf(actions[action].role)
}

export function mayDo(user, action, state) {
    return roleAllows(user, action) && actions[action].from.includes(state)
}

/** Who confirmed does not decide, where the round says so. */
export function eyesForbid(round, user, action, child) {
    return action === 'decide' && round.four_eyes && child.confirmed_by === user.name
}
