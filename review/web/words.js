// SPDX-License-Identifier: GPL-3.0-or-later
// The page's language: Swedish unless the other one was chosen, kept in the browser.
import sv from './sv.js'
import en from './en.js'

const catalogues = {sv, en}
let language = 'sv'
try {
    language = localStorage.getItem('placera-language') === 'en' ? 'en' : 'sv'
} catch {
    // A browser that keeps nothing shows Swedish.
}

export function currentLanguage() {
    return language
}

export function chooseLanguage(code) {
    language = code
    try {
        localStorage.setItem('placera-language', code)
    } catch {
        // Then it is for this page alone.
    }
}

/** A phrase; one that takes values is a function of them. */
export function t(key, ...values) {
    const phrase = catalogues[language][key]
    if (phrase === undefined) {
        throw new Error(`no phrase ${key} in ${language}`)
    }
    return typeof phrase === 'function' ? phrase(...values) : phrase
}

/** A phrase, or the word itself where there is none: names that the service may add to. */
export function named(prefix, name) {
    return catalogues[language][`${prefix}_${name}`.replaceAll(/[ -]/g, '_')] ?? String(name)
}

const locale = () => (language === 'sv' ? 'sv-SE' : 'en-GB')

export function number(value) {
    return value === null || value === undefined ? '–' : value.toLocaleString(locale())
}

export function metres(value) {
    return value === null || value === undefined ? '–' : `${number(value)}\u00a0m`
}

export function percent(part) {
    return part.toLocaleString(locale(), {style: 'percent', maximumFractionDigits: 1})
}

export function moment(text) {
    return text === null
        ? '–'
        : new Date(text).toLocaleString(locale(), {dateStyle: 'medium', timeStyle: 'short'})
}

/** 2027-08 in words. */
export function month(text) {
    return text === null || text === undefined
        ? '–'
        : new Date(`${text}-01T12:00:00`).toLocaleString(locale(), {month: 'long', year: 'numeric'})
}

export function compare(one, other) {
    return one.localeCompare(other, locale())
}
