/* Improvements of long forms; without this file the buttons of the form do the same. */
