// Embeds Public/ with C23 #embed: a new file gets a line in each list below
// (Tests/isoscanTests holds the list against the folder).
#include "CPublic.h"

static const unsigned char app_address_js[] = {
#embed "../../Public/app/address.js"
};

static const unsigned char app_api_js[] = {
#embed "../../Public/app/api.js"
};

static const unsigned char app_app_js[] = {
#embed "../../Public/app/app.js"
};

static const unsigned char app_codes_js[] = {
#embed "../../Public/app/codes.js"
};

static const unsigned char app_connection_js[] = {
#embed "../../Public/app/connection.js"
};

static const unsigned char app_dom_js[] = {
#embed "../../Public/app/dom.js"
};

static const unsigned char app_drive_link_js[] = {
#embed "../../Public/app/drive-link.js"
};
static const unsigned char app_feed_js[] = {
#embed "../../Public/app/feed.js"
};

static const unsigned char app_files_js[] = {
#embed "../../Public/app/files.js"
};

static const unsigned char app_format_js[] = {
#embed "../../Public/app/format.js"
};

static const unsigned char app_log_js[] = {
#embed "../../Public/app/log.js"
};

static const unsigned char app_main_js[] = {
#embed "../../Public/app/main.js"
};

static const unsigned char app_memory_js[] = {
#embed "../../Public/app/memory.js"
};

static const unsigned char app_near_js[] = {
#embed "../../Public/app/near.js"
};

static const unsigned char app_rate_js[] = {
#embed "../../Public/app/rate.js"
};

static const unsigned char app_refresher_js[] = {
#embed "../../Public/app/refresher.js"
};

static const unsigned char app_results_js[] = {
#embed "../../Public/app/results.js"
};

static const unsigned char app_row_view_js[] = {
#embed "../../Public/app/row-view.js"
};

static const unsigned char app_session_js[] = {
#embed "../../Public/app/session.js"
};

static const unsigned char app_theme_js[] = {
#embed "../../Public/app/theme.js"
};

static const unsigned char app_views_cells_js[] = {
#embed "../../Public/app/views/cells.js"
};

static const unsigned char app_views_codes_input_js[] = {
#embed "../../Public/app/views/codes-input.js"
};

static const unsigned char app_views_codes_js[] = {
#embed "../../Public/app/views/codes.js"
};

static const unsigned char app_views_drive_fields_js[] = {
#embed "../../Public/app/views/drive-fields.js"
};
static const unsigned char app_views_history_js[] = {
#embed "../../Public/app/views/history.js"
};

static const unsigned char app_views_link_state_js[] = {
#embed "../../Public/app/views/link-state.js"
};

static const unsigned char app_views_log_js[] = {
#embed "../../Public/app/views/log.js"
};

static const unsigned char app_views_near_js[] = {
#embed "../../Public/app/views/near.js"
};

static const unsigned char app_views_overview_js[] = {
#embed "../../Public/app/views/overview.js"
};

static const unsigned char app_views_problems_js[] = {
#embed "../../Public/app/views/problems.js"
};

static const unsigned char app_views_results_js[] = {
#embed "../../Public/app/views/results.js"
};

static const unsigned char app_views_scan_form_js[] = {
#embed "../../Public/app/views/scan-form.js"
};

static const unsigned char app_views_source_js[] = {
#embed "../../Public/app/views/source.js"
};

static const unsigned char app_views_table_js[] = {
#embed "../../Public/app/views/table.js"
};

static const unsigned char app_views_tabs_js[] = {
#embed "../../Public/app/views/tabs.js"
};

static const unsigned char app_views_theme_switch_js[] = {
#embed "../../Public/app/views/theme-switch.js"
};

static const unsigned char app_virtual_list_js[] = {
#embed "../../Public/app/virtual-list.js"
};

static const unsigned char app_views_token_form_js[] = {
#embed "../../Public/app/views/token-form.js"
};
static const unsigned char favicon_svg[] = {
#embed "../../Public/favicon.svg"
};

static const unsigned char icons_svg[] = {
#embed "../../Public/icons.svg"
};

static const unsigned char index_html[] = {
#embed "../../Public/index.html"
};

static const unsigned char styles_controls_css[] = {
#embed "../../Public/styles/controls.css"
};

static const unsigned char styles_layout_css[] = {
#embed "../../Public/styles/layout.css"
};

static const unsigned char styles_overview_css[] = {
#embed "../../Public/styles/overview.css"
};

static const unsigned char styles_table_css[] = {
#embed "../../Public/styles/table.css"
};

static const unsigned char styles_theme_css[] = {
#embed "../../Public/styles/theme.css"
};

static const struct public_file files[] = {
    {"app/address.js", app_address_js, sizeof app_address_js},
    {"app/api.js", app_api_js, sizeof app_api_js},
    {"app/app.js", app_app_js, sizeof app_app_js},
    {"app/codes.js", app_codes_js, sizeof app_codes_js},
    {"app/connection.js", app_connection_js, sizeof app_connection_js},
    {"app/dom.js", app_dom_js, sizeof app_dom_js},
    {"app/drive-link.js", app_drive_link_js, sizeof app_drive_link_js},
    {"app/feed.js", app_feed_js, sizeof app_feed_js},
    {"app/files.js", app_files_js, sizeof app_files_js},
    {"app/format.js", app_format_js, sizeof app_format_js},
    {"app/log.js", app_log_js, sizeof app_log_js},
    {"app/main.js", app_main_js, sizeof app_main_js},
    {"app/memory.js", app_memory_js, sizeof app_memory_js},
    {"app/near.js", app_near_js, sizeof app_near_js},
    {"app/rate.js", app_rate_js, sizeof app_rate_js},
    {"app/refresher.js", app_refresher_js, sizeof app_refresher_js},
    {"app/results.js", app_results_js, sizeof app_results_js},
    {"app/row-view.js", app_row_view_js, sizeof app_row_view_js},
    {"app/session.js", app_session_js, sizeof app_session_js},
    {"app/theme.js", app_theme_js, sizeof app_theme_js},
    {"app/views/cells.js", app_views_cells_js, sizeof app_views_cells_js},
    {"app/views/codes-input.js", app_views_codes_input_js, sizeof app_views_codes_input_js},
    {"app/views/codes.js", app_views_codes_js, sizeof app_views_codes_js},
    {"app/views/drive-fields.js", app_views_drive_fields_js, sizeof app_views_drive_fields_js},
    {"app/views/history.js", app_views_history_js, sizeof app_views_history_js},
    {"app/views/link-state.js", app_views_link_state_js, sizeof app_views_link_state_js},
    {"app/views/log.js", app_views_log_js, sizeof app_views_log_js},
    {"app/views/near.js", app_views_near_js, sizeof app_views_near_js},
    {"app/views/overview.js", app_views_overview_js, sizeof app_views_overview_js},
    {"app/views/problems.js", app_views_problems_js, sizeof app_views_problems_js},
    {"app/views/results.js", app_views_results_js, sizeof app_views_results_js},
    {"app/views/scan-form.js", app_views_scan_form_js, sizeof app_views_scan_form_js},
    {"app/views/source.js", app_views_source_js, sizeof app_views_source_js},
    {"app/views/table.js", app_views_table_js, sizeof app_views_table_js},
    {"app/views/tabs.js", app_views_tabs_js, sizeof app_views_tabs_js},
    {"app/views/theme-switch.js", app_views_theme_switch_js, sizeof app_views_theme_switch_js},
    {"app/virtual-list.js", app_virtual_list_js, sizeof app_virtual_list_js},
    {"app/views/token-form.js", app_views_token_form_js, sizeof app_views_token_form_js},
    {"favicon.svg", favicon_svg, sizeof favicon_svg},
    {"icons.svg", icons_svg, sizeof icons_svg},
    {"index.html", index_html, sizeof index_html},
    {"styles/controls.css", styles_controls_css, sizeof styles_controls_css},
    {"styles/layout.css", styles_layout_css, sizeof styles_layout_css},
    {"styles/overview.css", styles_overview_css, sizeof styles_overview_css},
    {"styles/table.css", styles_table_css, sizeof styles_table_css},
    {"styles/theme.css", styles_theme_css, sizeof styles_theme_css},
};

const struct public_file *public_file_at(size_t index) {
  return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
