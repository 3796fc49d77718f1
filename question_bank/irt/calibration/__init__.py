"""Item parameters from answers: marginal maximum likelihood, or the mode of the posterior under priors."""
