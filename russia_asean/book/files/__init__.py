"""The files that readers download: data, notebooks, pictures, references and the data package."""
