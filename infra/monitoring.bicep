// Logs of the app and the worker, in one workspace with a cap for each day.

import { roleIds } from 'roles.bicep'
import { resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Beginning of every name.')
param namePrefix string

@description('Tags of every resource.')
param tags resourceTags

@description('Days that logs are kept.')
param logRetentionDays int

@description('Gigabytes of logs in a day after which no more are taken in.')
param logGigabytesPerDayMax int

@description('Principal of the Functions app.')
param functionsPrincipalId string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: '${namePrefix}-logs'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: logRetentionDays
    workspaceCapping: {
      dailyQuotaGb: logGigabytesPerDayMax
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${namePrefix}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // What is in a connection string is then an address and no right to write.
    DisableLocalAuth: true
  }
}

resource functionsPublish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, 'functions', roleIds.monitoringMetricsPublisher)
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.monitoringMetricsPublisher
    )
    description: 'The Functions host sends its telemetry to Application Insights, which takes none from strangers.'
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output insightsConnectionString string = insights.properties.ConnectionString
