"""Will it get stuck? The engine itself is driven over every outcome a diagram leaves open, before people work by it.

Forms, services, messages and called processes are abstract: what they give is unknown, and where a condition asks
about something unknown, each answer that does not contradict an earlier one is tried (``reasoning``). What is known
(constants of scripts and mappings) is computed by the real FEEL. States that differ in nothing a diagram could notice
are one (``signature``), so loops end; the search goes in breadth, so the first path to a mistake is a shortest one.
"""
