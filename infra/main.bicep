// The Azure host of FunctionsPipeline, from an empty subscription. How to: docs/deploy.md.
targetScope = 'subscription'

import { providerId } from 'types.bicep'

@description('Name of this installation; it becomes a part of every name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region of everything. It must have Flex Consumption, and the graphics processor if one is wanted.')
param location string

@description('Providers that there will be a key for. The app does not start without at least one.')
@minLength(1)
param providers providerId[] = ['xai']

@description('Cap on a project\'s spending at the providers in a UTC day, dollars. Empty: none.')
param dayBudgetUsd string = '25'

@description('Cap on a project\'s spending at the providers, all in all, dollars. Empty: none.')
param projectBudgetUsd string = ''

@description('Cap on a project\'s spending at one provider, dollars. Empty: none.')
param providerBudgetUsd string = ''

@description('Graphics processor of the worker. "none" analyses on processors: the findings are the same, and no quota is needed.')
param gpu 'none' | 'Consumption-GPU-NC8as-T4' | 'Consumption-GPU-NC24-A100' = 'none'

@description('Image of the worker. azd fills it in after the first deployment.')
param workerImage string = ''

@description('Replicas of the worker at most.')
@minValue(1)
@maxValue(20)
param workerReplicasMax int = 2

@description('Waiting jobs for which one more replica is started.')
@minValue(1)
param jobsPerReplica int = 100

@description('Memory of an instance of the app in MB.')
param instanceMemoryMB 512 | 2048 | 4096 = 2048

@description('Instances of the app at most.')
@minValue(40)
@maxValue(1000)
param instancesMax int = 40

@description('Copies that are kept of every byte.')
param storageSku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' = 'Standard_LRS'

@description('Days after which frame jobs and frame results are deleted. Runs never are.')
@minValue(2)
@maxValue(365)
param frameFileDays int = 14

@description('Days that logs are kept. 30 are in the price of taking them in.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of logs in a day after which no more are taken in.')
@minValue(1)
param logGigabytesPerDayMax int = 2

@description('Mail address for alerts and the budget. Empty: none of them is made.')
param alertEmail string = ''

@description('Failed executions in a quarter of an hour that are told of.')
@minValue(0)
param failedExecutionsMax int = 20

@description('Messages in all queues that are told of.')
@minValue(0)
param queueMessagesMax int = 1000

@description('Monthly budget for the Azure resources in the currency of the bill. 0: none.')
@minValue(0)
param monthlyBudget int = 50

@description('First day of the month in which the budget began, such as 2026-11-01. Empty: this month. azd keeps the first answer: Azure does not let it change.')
param budgetStart string = ''

@description('Not to be set: the month of this deployment.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('Principal that may put keys into the vault. azd fills in whoever deploys.')
param keyWriterPrincipalId string = ''

@description('What that principal is.')
param keyWriterPrincipalType 'User' | 'Group' | 'ServicePrincipal' = 'User'

var namePrefix = 'fp-${toLower(environmentName)}'
var token = uniqueString(subscription().id, environmentName, location)
var storageAccountName = 'fp${token}'
var wakeQueueName = 'frame-jobs-wake'
var budgetBegin = empty(budgetStart) ? thisMonth : budgetStart
var tags = { 'azd-env-name': environmentName, product: 'FunctionsPipeline' }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: namePrefix
  location: location
  tags: tags
}

module identities 'identities.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: namePrefix
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: namePrefix
    tags: tags
    logRetentionDays: logRetentionDays
    logGigabytesPerDayMax: logGigabytesPerDayMax
    functionsPrincipalId: identities.outputs.functions.principalId
  }
}

module storage 'storage.bicep' = {
  scope: group
  params: {
    location: location
    name: storageAccountName
    tags: tags
    sku: storageSku
    frameFileDays: frameFileDays
    wakeQueueName: wakeQueueName
    functionsPrincipalId: identities.outputs.functions.principalId
    workerPrincipalId: identities.outputs.worker.principalId
  }
}

module keyVault 'key-vault.bicep' = {
  scope: group
  params: {
    location: location
    name: 'fp-${token}'
    tags: tags
    functionsPrincipalId: identities.outputs.functions.principalId
    keyWriterPrincipalId: keyWriterPrincipalId
    keyWriterPrincipalType: keyWriterPrincipalType
  }
}

module functionApp 'function-app.bicep' = {
  scope: group
  params: {
    location: location
    name: '${namePrefix}-${token}'
    tags: tags
    appIdentity: identities.outputs.functions
    storageAccountName: storageAccountName
    packageContainerUrl: storage.outputs.packageContainerUrl
    vaultUri: keyVault.outputs.uri
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    providers: providers
    instanceMemoryMB: instanceMemoryMB
    instancesMax: instancesMax
    dayBudgetUsd: dayBudgetUsd
    projectBudgetUsd: projectBudgetUsd
    providerBudgetUsd: providerBudgetUsd
  }
}

module worker 'gpu-worker.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: namePrefix
    registryName: 'fp${token}'
    tags: tags
    workerIdentity: identities.outputs.worker
    storageAccountName: storageAccountName
    queueEndpoint: storage.outputs.queueEndpoint
    wakeQueueName: wakeQueueName
    workspaceId: monitoring.outputs.workspaceId
    image: workerImage
    gpu: gpu
    replicasMax: workerReplicasMax
    jobsPerReplica: jobsPerReplica
  }
}

module events 'events.bicep' = {
  scope: group
  params: {
    location: location
    namePrefix: namePrefix
    tags: tags
    storageAccountName: storageAccountName
    wakeQueueName: wakeQueueName
  }
  dependsOn: [storage]
}

module alerts 'alerts.bicep' = if (!empty(alertEmail)) {
  scope: group
  params: {
    location: location
    namePrefix: namePrefix
    tags: tags
    alertEmail: alertEmail
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
    storageAccountName: storageAccountName
    workerId: worker.outputs.id
    failedExecutionsMax: failedExecutionsMax
    queueMessagesMax: queueMessagesMax
    monthlyBudget: monthlyBudget
    budgetStart: budgetBegin
  }
}

// azd writes these into its environment; docs/deploy.md uses them by these names.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = worker.outputs.registryEndpoint
output BUDGET_START string = budgetBegin
output FUNCTION_APP_NAME string = functionApp.outputs.name
output FUNCTION_APP_URL string = functionApp.outputs.url
output KEY_VAULT_NAME string = keyVault.outputs.name
output STORAGE_ACCOUNT_NAME string = storageAccountName
output SYSTEM_TOPIC_NAME string = events.outputs.topicName
output WORKER_NAME string = worker.outputs.name
