// SPDX-License-Identifier: GPL-3.0-or-later
// The desk without a mouse; and the files of the page as the service sends them.
import assert from 'node:assert/strict'
import {readFileSync, readdirSync} from 'node:fs'
import {request} from 'node:http'
import {after, before, test} from 'node:test'
import {root, startDesk} from './desk.js'
import {goTo, logIn, openBrowser, see, settled, sitDown} from './browser.js'
import sv from '../../review/web/sv.js'

let browser
let desk

before(async () => {
    browser = await openBrowser()
    desk = await startDesk()
})
after(async () => {
    await browser.close()
    await desk.stop()
})

/** Presses keys one after another. */
async function press(page, ...keys) {
    for (const key of keys) {
        await page.keyboard.press(key)
    }
}

const focused = (page) => page.evaluate(() => document.activeElement.textContent)

test('from the login to a decision by keys alone', async () => {
    const {page, context, offences} = await sitDown(browser, desk)
    await page.locator('.login').waitFor()
    await page.keyboard.type('bo')
    await press(page, 'Tab')
    await page.keyboard.type(desk.password.bo)
    await press(page, 'Enter')
    await page.locator('.mast').waitFor()
    await settled(page)
    await press(page, '2')
    await see(page, 'h1', sv.nav_list)
    await press(page, 'j', 'j', 'k')
    assert.equal(await focused(page), 'A0001')
    await press(page, 'j', 'c') // the row at once
    await see(page, '.children tbody tr:nth-child(2)', sv.state_confirmed)
    assert.equal(await focused(page), 'A0002')
    await press(page, 'j', 'x', 'j', 'x', 'c') // two of them, with the question before
    await see(page, 'dialog h2', sv.action_confirm)
    await press(page, 'Enter')
    await see(page, '.toast', sv.did_confirm(2, '2'))
    await press(page, 'j', 'Enter') // into the child
    await see(page, 'h1', 'A0001')
    await press(page, 'c')
    await see(page, '.placement .state', sv.state_confirmed)
    await press(page, 'b')
    await see(page, '.placement .state', sv.state_decided)
    await press(page, 'j')
    await see(page, 'h1', 'A0002')
    await press(page, 'u')
    await see(page, 'h1', sv.nav_list)
    await press(page, '/')
    await page.keyboard.type('c')
    await page.keyboard.type('?')
    assert.equal(await page.locator('dialog').count(), 0)
    assert.equal(await page.locator('input[name=search]').inputValue(), 'c?')
    assert.deepEqual(offences, [])
    await context.close()
})

test('keys are told under ?, and can be turned off', async () => {
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'anna')
    await goTo(page, '#/children')
    await press(page, '?')
    await see(page, 'dialog', sv.key_confirm)
    await page.locator('dialog input').uncheck()
    await press(page, 'Escape', '1')
    await see(page, 'h1', sv.nav_list)
    await page.getByRole('button', {name: sv.keys_title}).click()
    await page.locator('dialog input').check()
    await press(page, 'Escape', '1')
    await see(page, 'h1', 'Älvstaden')
    await context.close()
})

test('whatever has the focus shows it, and a dialog gives it back', async () => {
    const {page, context} = await sitDown(browser, desk)
    await logIn(page, desk, 'anna')
    for (const hash of ['#/', '#/children?search=A001', '#/children/28', '#/users']) {
        await goTo(page, hash)
        await page.evaluate(() => document.activeElement.blur())
        for (let i = 0; i < 20; i++) {
            await press(page, 'Tab')
            const seen = await page.evaluate(() => {
                const node = document.activeElement
                const style = getComputedStyle(node)
                return node === document.body || style.outlineStyle !== 'none' ? ''
                    : node.outerHTML.slice(0, 200)
            })
            assert.equal(seen, '', hash)
        }
    }
    await goTo(page, '#/children/28')
    await page.getByRole('button', {name: sv.action_override}).focus()
    await press(page, 'Enter')
    await page.locator('dialog[open]').waitFor()
    await press(page, 'Escape')
    assert.match(await focused(page), new RegExp(sv.action_override))
    await context.close()
})

/** {status, headers, body} */
function ask(path, {method = 'GET', headers = {}} = {}) {
    return new Promise((resolve, reject) => {
        const sent = request(new URL(path, desk.url), {method, headers}, (answer) => {
            const parts = []
            answer.on('data', (part) => parts.push(part))
            answer.on('end', () => resolve({status: answer.statusCode, headers: answer.headers,
                                            body: Buffer.concat(parts)}))
        })
        sent.on('error', reject)
        sent.end()
    })
}

test('the page’s files: the bytes of review/web, kept by their tags', async () => {
    for (const name of readdirSync(`${root}/review/web`)) {
        const got = await ask(`/web/${name}`)
        assert.equal(got.status, 200, name)
        assert.deepEqual(got.body, readFileSync(`${root}/review/web/${name}`), name)
        assert.equal(got.headers['cache-control'], 'no-cache')
        assert.match(got.headers['content-security-policy'], /script-src 'self'; style-src 'self'/)
        const again = await ask(`/web/${name}`, {headers: {'If-None-Match': got.headers.etag}})
        assert.equal(again.status, 304)
        assert.equal(again.body.length, 0)
    }
    assert.match((await ask('/web/app.js')).headers['content-type'], /^text\/javascript/)
    assert.deepEqual((await ask('/')).body, (await ask('/web/index.html')).body)
    const other = await ask('/web/app.js', {headers: {'If-None-Match': '"another"'}})
    assert.equal(other.status, 200)
})

test('nothing else is a file', async () => {
    for (const path of ['/web/', '/web/nothing.js', '/web/../service.c', '/web', '/index.html']) {
        assert.equal((await ask(path)).status, 404, path)
    }
    assert.equal((await ask('/', {method: 'POST'})).status, 404)
    assert.equal((await ask('/', {headers: {Host: 'elsewhere.example'}})).status, 421)
})
