// SPDX-License-Identifier: GPL-3.0-or-later
// Every view as it looks: axe-core finds nothing in light and dark, on wide windows and phones;
// nothing is wider than a phone of 360; the screenshots are kept.
import assert from 'node:assert/strict'
import {after, before, test} from 'node:test'
import {startDesk} from './desk.js'
import {findings, goTo, logIn, openBrowser, see, settled, shot, sitDown} from './browser.js'
import sv from '../../review/web/sv.js'

const PROTECTED = 841 // A0842
const FALLBACK = 20   // A0021 has handed in no wishes
const REFUSED = 28    // A0029 got its third
const SMALL = 31      // a school with few children

const views = [
    ['round', '#/'], ['list', '#/children?search=A000'], ['nobody', '#/children?search=zzz'],
    ['child', `#/children/${REFUSED}`], ['fallback', `#/children/${FALLBACK}`],
    ['protected', `#/children/${PROTECTED}`], ['school', `#/schools/${SMALL}`],
    ['log', '#/log'], ['users', '#/users'], ['problem', '#/children/999999'],
]
const sizes = {wide: {width: 1440, height: 900}, tablet: {width: 1024, height: 768},
               phone: {width: 390, height: 844}}

let browser
let desk

/** One child in every state, by the approver, as the page itself would. */
async function everyState(page) {
    await page.evaluate(async () => {
        const api = await import('/web/api.js')
        await api.me()
        const act = async (action, child, more, reason) => {
            const now = await api.get(`children/${child}`)
            const changes = [{child, version: now.version, ...more}]
            const {done} = await api.change(action, changes, reason)
            if (done !== 1) {
                throw new Error(`${action} ${child}`)
            }
        }
        for (const child of [1, 4, 5, 6]) {
            await act('confirm', child)
        }
        await act('override', 2, {offer: null}, 'Familjen har flyttat')
        await act('return', 3, {}, 'Ny ansökan väntas')
        for (const child of [4, 5, 6]) {
            await act('decide', child)
        }
        await act('accept', 5)
        await act('decline', 6)
    })
}

before(async () => {
    browser = await openBrowser()
    desk = await startDesk()
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'bo')
    await everyState(page)
    await context.close()
})
after(async () => {
    await browser.close()
    await desk.stop()
})

/** The dialogs, each over its view: [[name, how it is opened]]. */
const dialogs = [
    ['bulk', async (page) => {
        await goTo(page, '#/children?search=A000')
        await page.locator('.children thead input').check()
        await page.locator('.selection button.main').first().click()
    }],
    ['override', async (page) => {
        await goTo(page, `#/children/${REFUSED}`)
        await page.getByRole('button', {name: sv.action_override}).click()
        await page.locator('dialog select').selectOption({index: 2})
    }],
    ['reason', async (page) => {
        await goTo(page, `#/children/${REFUSED}`)
        await page.getByRole('button', {name: sv.action_return}).click()
    }],
    ['keys', async (page) => {
        await goTo(page, '#/children?search=A000')
        await page.getByRole('button', {name: sv.keys_title}).click()
    }],
]

for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(sizes)) {
        test(`every view, ${colorScheme}, ${size}`, async () => {
            const {page, context, offences} = await sitDown(browser, desk, {colorScheme, viewport})
            const look = async (name) => {
                await shot(page, `${name}-${size}-${colorScheme}`)
                // The middle size has the rules of one of the others.
                if (size !== 'tablet') {
                    assert.deepEqual(await findings(page), [], name)
                }
            }
            await page.locator('.login').waitFor()
            await look('login')
            await logIn(page, desk, 'anna')
            for (const [name, hash] of views) {
                await goTo(page, hash)
                await look(name)
            }
            for (const [name, open] of dialogs) {
                await open(page)
                await page.locator('dialog[open]').waitFor()
                await look(name)
                await page.keyboard.press('Escape')
            }
            const unexpected = offences.filter((text) => !/status of 404/.test(text))
            assert.deepEqual(unexpected, [])
            await context.close()
        })
    }
}

test('nothing is wider than a phone of 360', async () => {
    const {page, context} = await sitDown(browser, desk, {viewport: {width: 360, height: 740}})
    await logIn(page, desk, 'anna')
    for (const [name, hash] of views) {
        await goTo(page, hash)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        assert.ok(wide <= 360, `${name} is ${wide} wide`)
    }
    await context.close()
})

test('on paper: the child without menus and buttons', async () => {
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'anna')
    await goTo(page, `#/children/${REFUSED}`)
    await page.emulateMedia({media: 'print'})
    for (const gone of ['.mast nav', '.actions', '.sequence']) {
        assert.equal(await page.locator(gone).isVisible(), false, gone)
    }
    assert.equal(await page.locator('.wishlist').isVisible(), true)
    await shot(page, 'child-print', true)
    await context.close()
})

test('a protected identity: a mark instead of name, address and map', async () => {
    const anna = await sitDown(browser, desk)
    await logIn(anna.page, desk, 'anna')
    await goTo(anna.page, `#/children/${PROTECTED}`)
    await see(anna.page, 'h1 .protected', sv.protected)
    assert.equal(await anna.page.locator('.map, .why, pre, .inline').count(), 0)
    await goTo(anna.page, '#/children?search=A0842')
    await see(anna.page, '.children td.name', sv.protected)
    const bo = await sitDown(browser, desk)
    await logIn(bo.page, desk, 'bo')
    await goTo(bo.page, `#/children/${PROTECTED}`)
    await see(bo.page, 'h1 .protected', sv.protected)
    await bo.page.locator('.map.leaflet-container').waitFor()
    assert.match(await bo.page.locator('h1').textContent(), /[A-ZÅÄÖ]\S+ [A-ZÅÄÖ]/)
    await anna.context.close()
    await bo.context.close()
})

test('the map is drawn by the page alone: home, wishes, and the way', async () => {
    const {page, context, offences} = await sitDown(browser, desk)
    await logIn(page, desk, 'anna')
    await goTo(page, `#/children/${REFUSED}`)
    assert.equal(await page.locator('.map .pin.home').count(), 1)
    assert.equal(await page.locator('.map .pin.given').count(), 1)
    assert.equal(await page.locator('.map .pin.wished').count(), 2)
    assert.equal(await page.locator('.map path.way').count(), 3)
    assert.equal(await page.locator('.map img').count(), 0)
    assert.deepEqual(offences, [])
    await context.close()
})

test('a session that ended: the login, and then the view that was asked for', async () => {
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'anna')
    await context.clearCookies()
    await goTo(page, '#/schools/3').catch(() => null)
    await page.locator('.login').waitFor()
    await logIn(page, desk, 'anna')
    await see(page, 'h1', 'Renhultsskolan')
    await page.reload()
    await settled(page)
    await see(page, 'h1', 'Renhultsskolan')
    await context.close()
})

test('another password: the old one is out everywhere', async () => {
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'rut')
    await goTo(page, '#/users')
    await page.locator('input[name=old]').fill(desk.password.rut)
    await page.locator('input[name=new]').fill('tolv tecken minst')
    await page.locator('input[name=again]').fill('tolv tecken mindre')
    await page.locator('form.card button').click()
    await see(page, '.problem', sv.password_differ)
    await page.locator('input[name=again]').fill('tolv tecken minst')
    await page.locator('form.card button').click()
    await page.locator('.login').waitFor()
    await logIn(page, {...desk, password: {rut: 'tolv tecken minst'}}, 'rut')
    await context.close()
})
