"""The smallest honest Streamlit page over the dashboard's own data: one number, a filter, a table.

A peer to measure against (benches/peers/measure_pages.py), no part of the product:

    pip install streamlit==1.67.0
    CLIENTS=clients.csv streamlit run benches/peers/streamlit_page.py

CLIENTS is what the dashboard exports at /export/clients/csv?lang=en&cols=...
"""

import os

import pandas
import streamlit


@streamlit.cache_data
def clients():
    """All clients, read once."""
    return pandas.read_csv(os.environ["CLIENTS"])


streamlit.set_page_config(layout="wide")
everybody = clients()
status = next(column for column in everybody.columns if column.lower() == "status")
streamlit.metric("Clients", len(everybody))
chosen = streamlit.radio("Status", ["all", *sorted(everybody[status].unique())], horizontal=True)
shown = everybody if chosen == "all" else everybody[everybody[status] == chosen]
streamlit.metric("Shown", len(shown))
streamlit.dataframe(shown, height=600)
