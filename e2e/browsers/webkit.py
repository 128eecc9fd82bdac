# A window of WebKitGTK that WebDriver may drive, with a profile that stays: the browser that comes with WebKitGTK forgets
# everything when it is driven.
#
# webkit.py PROFILE DOWNLOADS WIDTH HEIGHT [private]     started by WebKitWebDriver, never by hand
import os
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

profile, downloads, width, height = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
is_private = sys.argv[5:6] == ["private"]

if is_private:
    data = WebKit2.WebsiteDataManager.new_ephemeral()
else:
    data = WebKit2.WebsiteDataManager(
        base_data_directory=os.path.join(profile, "data"), base_cache_directory=os.path.join(profile, "cache")
    )
context = WebKit2.WebContext(website_data_manager=data)
context.set_automation_allowed(True)
context.set_preferred_languages(["zh-CN", "zh"])


def keep(download):
    def choose(download, name):
        download.set_destination("file://" + os.path.join(downloads, name))
        return True

    download.connect("decide-destination", choose)


context.connect("download-started", lambda _, download: keep(download))


def begun(_, session):
    about = WebKit2.ApplicationInfo()
    about.set_name("WebKitGTK")
    about.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(about)

    def view(_):
        made = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, is_ephemeral=is_private)
        window = Gtk.Window(default_width=width, default_height=height)
        window.add(made)
        window.show_all()
        return made

    session.connect("create-web-view", view)


context.connect("automation-started", begun)
Gtk.main()
