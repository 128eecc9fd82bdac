#!/usr/bin/env bash
# The web server of Debian with WebDAV, for the journeys that send to a real one. Where there is none they say so and are left out.
set -eu
. "$(dirname "$0")/env.sh"
if have nginx && [ -e /usr/lib/nginx/modules/ngx_http_dav_ext_module.so ]; then
  say "$(nginx -v 2>&1)"
elif ! apt_install nginx-light libnginx-mod-http-dav-ext; then
  say 'no nginx with WebDAV here, and no way to install it: the journeys that need it are left out'
fi
