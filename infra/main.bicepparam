// Values from the environment that azd keeps (azd env set NAME value). What is not set has the default of main.bicep or of this file.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param providers = split(readEnvironmentVariable('PROVIDERS', 'xai'), ',')
param gpu = readEnvironmentVariable('GPU', 'none')
param workerImage = readEnvironmentVariable('SERVICE_WORKER_IMAGE_NAME', '')
param workerReplicasMax = int(readEnvironmentVariable('WORKER_REPLICAS_MAX', '2'))
param dayBudgetUsd = readEnvironmentVariable('DAY_BUDGET_USD', '25')
param projectBudgetUsd = readEnvironmentVariable('PROJECT_BUDGET_USD', '')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param monthlyBudget = int(readEnvironmentVariable('MONTHLY_BUDGET', '50'))
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
param keyWriterPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param keyWriterPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
