// SPDX-License-Identifier: GPL-3.0-or-later
// One child: the placement as it stands and what may be done with it, each wish and why it was or
// wasn't given, a map, the history.
import {get} from './api.js'
import {childActions} from './child_actions.js'
import {drawMap} from './child_map.js'
import {childName, desk, knownSchools, stateMark, wishText} from './desk.js'
import {h} from './dom.js'
import {takeApart} from './explanation.js'
import {logTable} from './view_log.js'
import {currentLanguage, metres, month, named, t} from './words.js'

const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)]

function lines(list) {
    return list.map((line) => (line.code ? h('p', {}, h('code', {}, line.text))
        : h('p', {}, line.text)))
}

/** The facts of a wish: {outcome, metres, ...}; null: this child's are hidden or not there. */
function choiceOf(child, rank) {
    return child.facts?.choices.find((choice) => choice.wish === rank) ?? null
}

function wishItem(child, wish, words) {
    const choice = choiceOf(child, wish.rank)
    const given = wish.offer === child.offer
    return h('li', {class: given ? 'given' : null},
        h('div', {class: 'line'},
            h('span', {class: 'rank', 'aria-label': t('nth', wish.rank)}, wish.rank),
            h('a', {href: `#/schools/${wish.school}`}, wish.school_name),
            h('span', {class: 'soft'}, wish.id),
            h('span', {class: 'way'}, choice ? metres(choice.metres) : ''),
            choice ? h('span', {class: `outcome ${choice.outcome.replace(' ', '-')}`},
                named('outcome', choice.outcome)) : null),
        words ? h('div', {class: 'why'}, lines(words)) : null)
}

function wishes(child, parts) {
    return h('section', {class: 'card', 'aria-labelledby': 'wishes'},
        h('h2', {id: 'wishes'}, t('wishes_why')),
        child.wishes.length === 0 ? h('p', {class: 'soft'}, t('no_wishes'))
            : h('ol', {class: 'wishlist'}, child.wishes.map((wish) =>
                wishItem(child, wish, parts?.wishes.get(wish.rank)))),
        parts === null ? h('p', {class: 'note'}, t('protected_why')) : null,
        parts === null ? null : beyond(parts),
        parts === null ? null : h('details', {},
            h('summary', {}, t('whole_explanation')),
            h('pre', {tabindex: '0'}, child.words)))
}

/** What the explanation says besides the wishes, its head and its foot: schools beyond them. */
function beyond(parts) {
    const rest = [...parts.before.slice(2), ...parts.after].slice(0, -1)
    return rest.length === 0 ? null
        : h('div', {class: 'why beyond'}, rest.map((paragraph) => lines(paragraph)))
}

/** The proposal, where a person gave something else. */
function proposed(child, offers) {
    const {proposal} = child
    if (!proposal || (proposal.offer === child.offer && proposal.start === child.start)) {
        return null
    }
    const name = proposal.offer === null ? t('no_place') : offers.get(proposal.offer)
    return pair(t('proposed'), [name, proposal.start ? ` · ${month(proposal.start)}` : ''])
}

function placement(child, offers, act) {
    return h('section', {class: 'card placement', 'aria-labelledby': 'placement'},
        h('div', {class: 'head'},
            h('h2', {id: 'placement'}, t('placement')), stateMark(child.state)),
        h('p', {class: 'given'}, child.offer === null ? t('no_place')
            : [h('a', {href: `#/schools/${child.school}`}, child.school_name),
               ' ', h('span', {class: 'soft'}, child.offer_id)]),
        h('dl', {},
            pair(t('basis'), child.wish === null ? named('basis', child.basis)
                : t('wish_of', child.wish, child.wishes.length)),
            desk.round.months ? pair(t('start'), month(child.start)) : null,
            pair(t('way'), metres(child.metres)),
            proposed(child, offers),
            child.confirmed_by ? pair(t('confirmed_by'), child.confirmed_by) : null,
            child.decided_by ? pair(t('decided_by'), child.decided_by) : null),
        act.node)
}

function person(child) {
    const hidden = child.protected && child.name === null
    return h('header', {class: 'person'},
        h('h1', {tabindex: '-1'}, childName(child), ' ', h('span', {class: 'soft'}, child.id)),
        hidden ? h('p', {class: 'note'}, t('protected_lead')) : h('dl', {class: 'inline'},
            child.guardian ? pair(t('guardian'), child.guardian) : null,
            child.address ? pair(t('address'), child.address) : null))
}

/** Where one came from, and the children before and after in that list. */
function sequence(number) {
    const ids = desk.sequence?.ids ?? []
    const i = ids.indexOf(number)
    const link = (to, text, key) => (to === undefined ? null
        : h('a', {class: 'button', href: `#/children/${to}`, 'aria-keyshortcuts': key}, text))
    const back = desk.sequence?.back ?? '#/children'
    const before = i > 0 ? ids[i - 1] : undefined
    const after = i >= 0 ? ids[i + 1] : undefined
    const go = (to) => () => {
        location.hash = to === undefined ? back : `#/children/${to}`
    }
    return {
        node: h('nav', {class: 'sequence', 'aria-label': t('sequence')},
            h('a', {class: 'button', href: back, 'aria-keyshortcuts': 'u'}, t('back_to_list')),
            i >= 0 ? h('span', {class: 'soft'}, t('n_of', i + 1, ids.length)) : null,
            link(before, t('before_one'), 'k'), link(after, t('next_one'), 'j')),
        keys: [
            {key: 'j', does: t('next_one'), run: go(after)},
            {key: 'k', does: t('before_one'), run: go(before)},
            {key: 'u', does: t('back_to_list'), run: go(undefined)},
        ],
    }
}

const again = async () => document.dispatchEvent(new CustomEvent('placera:again'))

export async function showChild({number}) {
    const child = await get(`children/${number}`, {lang: currentLanguage()})
    const [{entries}, schools] = await Promise.all([
        get('log', {child: child.id, limit: 200}), knownSchools()])
    const offers = new Map(schools.flatMap((school) => school.offers.map((offer) =>
        [offer.offer, `${school.name} (${offer.id})`])))
    const parts = child.words ? takeApart(child.words) : null
    const act = childActions(child, again)
    const order = sequence(number)
    const home = child.x !== null && child.x !== undefined
    const map = h('div', {class: 'map', role: 'region', 'aria-label': t('map_spoken')})
    let letGo = () => {}
    return {
        title: child.id,
        node: h('div', {class: 'page child'},
            order.node,
            person(child),
            h('div', {class: 'sides'},
                h('div', {}, placement(child, offers, act), wishes(child, parts)),
                h('div', {}, h('section', {class: 'card', 'aria-labelledby': 'map'},
                    h('h2', {id: 'map'}, t('map')),
                    home ? map : h('p', {class: 'note'},
                        child.protected ? t('protected_map') : t('no_home'))))),
            h('section', {class: 'card', 'aria-labelledby': 'history'},
                h('h2', {id: 'history'}, t('history')),
                entries.length === 0 ? h('p', {class: 'soft'}, t('no_history'))
                    : logTable(entries, t('history')))),
        keys: [...order.keys, ...act.keys],
        ready: async () => {
            if (home) {
                const wished = child.wishes.map((wish) => ({
                    ...wish, metres: choiceOf(child, wish.rank)?.metres ?? null}))
                letGo = await drawMap(map, child, schools, wished, child.school)
            }
        },
        leave: () => letGo(),
    }
}
