# Read by the other scripts: takes PAGE of /etc/songwalk.conf apart. It may have a file name, a query and a fragment:
# https://songwalk.museum.example/songwalk/spectator.html?sound=headphones

# Without query and fragment.
page_path=${PAGE%%[?#]*}
case "$page_path" in
  *://*/*) ;;
  *) page_path=$page_path/ ;;
esac
# The folder of the site, in which “health” is.
site="${page_path%/*}/"

page_query=${PAGE#"${PAGE%%[?#]*}"}
page_fragment=
case "$page_query" in *'#'*) page_fragment="#${page_query#*#}" ;; esac
page_query=${page_query%%#*}
page_query=${page_query#\?}

# With the name of this screen, unless PAGE gives another.
case "&$page_query" in
  *'&device='*) page_address="$page_path?$page_query$page_fragment" ;;
  *) page_address="$page_path?${page_query:+$page_query&}device=$DEVICE$page_fragment" ;;
esac


# Scheme, name and port.
page_host=${page_path#*://}
page_origin="${page_path%%://*}://${page_host%%/*}"
