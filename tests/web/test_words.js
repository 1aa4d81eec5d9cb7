// SPDX-License-Identifier: GPL-3.0-or-later
// The two catalogues say the same things, and everything that the page asks them for.
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import {test} from 'node:test'
import {root} from './desk.js'
import en from '../../review/web/en.js'
import sv from '../../review/web/sv.js'
import {takeApart} from '../../review/web/explanation.js'
import {actions, bulkActions, states} from '../../review/web/rules.js'

const folder = `${root}/review/web`
const modules = readdirSync(folder).filter((name) => name.endsWith('.js'))
const source = modules.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n')

test('both languages have the same phrases, of the same kinds', () => {
    assert.deepEqual(Object.keys(sv), Object.keys(en))
    for (const key of Object.keys(sv)) {
        assert.equal(typeof sv[key], typeof en[key], key)
        assert.equal(sv[key].length > 0 || typeof sv[key] === 'function', true, key)
    }
})

test('every phrase that a module names is there', () => {
    const asked = [...source.matchAll(/\bt\('([a-z_]+)'/g)].map((found) => found[1])
    assert.ok(asked.length > 100)
    for (const key of asked) {
        assert.ok(key in sv, key)
    }
})

test('every phrase is asked for', () => {
    const made = /^(state|action|refused|basis|outcome|mechanism|role|seats|ask|did|fault)_/
    for (const key of Object.keys(sv).filter((name) => !made.test(name))) {
        assert.ok(source.includes(`'${key}'`), key)
    }
})

test('states and actions have words; what asks for a reason has a question', () => {
    for (const state of states) {
        assert.ok(`state_${state}` in sv, state)
    }
    for (const [action, rule] of Object.entries(actions)) {
        assert.ok(`action_${action}` in sv, action)
        assert.ok(!rule.reason || action === 'override' || `ask_${action}_one` in sv, action)
    }
    for (const action of bulkActions) {
        assert.ok(`ask_${action}` in sv && `did_${action}` in sv, action)
    }
    assert.equal(new Set(Object.values(actions).map((rule) => rule.key)).size,
                 Object.keys(actions).length, 'a key does one thing')
})

test('the rules are the service’s', () => {
    const life = readdirSync(`${root}/review`).filter((name) => name.endsWith('.c'))
        .map((name) => readFileSync(`${root}/review/${name}`, 'utf8')).join('\n')
    for (const [action, rule] of Object.entries(actions)) {
        const found = new RegExp(`\\[ACTION_${action.toUpperCase()}\\] = \\{([^}]*)\\}`).exec(life)
        assert.ok(found !== null, action)
        const [, role, reason] = /ROLE_([A-Z]+),\s*(true|false)$/.exec(found[1])
        assert.equal(role.toLowerCase(), rule.role, action)
        assert.equal(reason === 'true', rule.reason === true, action)
    }
})

test('every refusal and fault of the service has words', () => {
    const c = readdirSync(`${root}/review`).filter((name) => name.endsWith('.c'))
        .map((name) => readFileSync(`${root}/review/${name}`, 'utf8')).join('\n')
    for (const [array, prefix] of [['refused', 'refused'], ['placing_fault', 'fault']]) {
        const [, names] = new RegExp(`${array}_name\\[\\w+\\] = \\{([^}]*)\\}`).exec(c)
        const words = [...names.matchAll(/"(\w+)"/g)].map((found) => found[1]).slice(1)
        assert.ok(words.length > 2)
        for (const word of words) {
            assert.ok(`${prefix}_${word}` in sv, word)
        }
    }
})

test('Swedish ordinals', () => {
    const asked = [1, 2, 3, 10, 11, 12, 13, 21, 22, 23, 101, 111, 112]
    assert.deepEqual(asked.map(sv.nth), ['1:a', '2:a', '3:e', '10:e', '11:e', '12:e', '13:e',
                                         '21:a', '22:a', '23:e', '101:a', '111:e', '112:e'])
    assert.deepEqual([1, 2, 3, 4, 11, 21].map(en.nth), ['1st', '2nd', '3rd', '4th', '11th', '21st'])
})

test('an explanation is taken apart, and nothing of it is lost', () => {
    const words = 'Title\nChild: A1\n\nHow it is\ndone.\n\nWish 1: One, 10 m. No place.\n'
        + '  The seats are\n  taken.\n\nWish 2: Two. The child gets a place.\n  Why.\n\n'
        + 'About\nthis.\n    printf x\n'
    const parts = takeApart(words)
    assert.deepEqual([...parts.wishes.keys()], [1, 2])
    assert.equal(parts.wishes.get(1)[0].text, 'The seats are taken.')
    assert.deepEqual(parts.before.map((lines) => lines.map((line) => line.text)),
                     [['Title Child: A1'], ['How it is done.']])
    assert.equal(parts.after.length, 1)
    assert.equal(parts.after[0].at(-1).code, true)
    const all = [...parts.before, ...parts.wishes.values(), ...parts.after].flat()
        .map((line) => line.text).join(' ').split(' ').length
    const said = words.split(/\s+/).filter((word) => word !== '').length
    const heads = 'Wish 1: One, 10 m. No place. Wish 2: Two. The child gets a place.'.split(' ')
    assert.equal(all, said - heads.length)
})
