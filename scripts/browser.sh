#!/usr/bin/env bash
# Chromium and ChromeDriver of one version, and a Chinese font so that pictures can be read.
#
# Taken as they are (CHROMIUM and CHROMEDRIVER name others), else from Debian, else from npm's installer of test browsers.
set -eu
. "$(dirname "$0")/env.sh"

milestone() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9.]+' | head -n 1 | cut -d. -f1; }
first_of() {
  for candidate in "$@"; do
    [ -n "$candidate" ] && command -v "$candidate" && return 0
  done
  return 1
}
# A snap keeps to its own folders and cannot use a test's profile.
real() { [ -n "$1" ] && [ -n "$(milestone "$1")" ] && ! grep -qs 'snap' "$1"; }
find_pair() {
  chromium=$(first_of "${CHROMIUM:-}" chromium google-chrome-stable google-chrome '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' || true)
  chromedriver=$(first_of "${CHROMEDRIVER:-}" chromedriver || true)
  real "$chromium" && [ -n "$chromedriver" ] && [ "$(milestone "$chromium")" = "$(milestone "$chromedriver")" ]
}

if ! find_pair; then
  # Ubuntu's package of that name is a snap.
  if apt_can && ! grep -qs '^ID=ubuntu' /etc/os-release && apt_install chromium chromium-driver && find_pair; then
    :
  else
    say "installing Chrome $CHROME_MILESTONE and ChromeDriver for tests through npm's @puppeteer/browsers"
    installer() { npx --yes "@puppeteer/browsers@$BROWSER_INSTALLER_VERSION" install "$1" --path "$TAIZHANG_TOOLS/browsers" | tail -n 1 | cut -d' ' -f2-; }
    CHROMIUM=$(installer "chrome@$CHROME_MILESTONE") && CHROMEDRIVER=$(installer "chromedriver@$CHROME_MILESTONE") && find_pair ||
      fail 'no Chromium with a ChromeDriver of its version: install both, or name them in CHROMIUM and CHROMEDRIVER'
  fi
fi
printf '%s' "$chromium" >"$TAIZHANG_TOOLS/chromium-path"
printf '%s' "$chromedriver" >"$TAIZHANG_TOOLS/chromedriver-path"
if ! { have fc-list && [ -n "$(fc-list ':lang=zh-cn' | head -n 1)" ]; } && ! apt_install fonts-noto-cjk fontconfig; then
  say 'no Chinese font here: tests run, but pictures of the page will show boxes'
fi
say "$("$chromium" --version 2>/dev/null), $("$chromedriver" --version | cut -d' ' -f1,2)"
