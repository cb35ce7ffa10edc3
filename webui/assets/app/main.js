/* What every page loads: styles, htmx, and the small improvements of ours. Every page works without this file. */
import "./main.css";
import "htmx.org/dist/htmx.js";
import "./session.js";
import "./forms.js";
import "./focus.js";
