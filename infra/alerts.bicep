// What a person is told by mail, and the budget. Without an address none of it is made: an alert that reaches nobody only costs.

import { resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Beginning of every name.')
param namePrefix string

@description('Tags of every resource.')
param tags resourceTags

@description('Who is told.')
@minLength(3)
param alertEmail string

@description('Application Insights of the app.')
param insightsId string

@description('Workspace that logs go to.')
param workspaceId string

@description('Storage account.')
param storageAccountName string

@description('Resource id of the worker.')
param workerId string

@description('Failed executions in a quarter of an hour that are told of. Single ones are usual: steps are retried.')
param failedExecutionsMax int

@description('Messages in all queues of the account that are told of.')
param queueMessagesMax int

@description('Monthly budget for this resource group in the currency of the bill. 0: none. The providers are not in it.')
param monthlyBudget int

@description('First day of the month in which the budget begins.')
param budgetStart string

var logAlerts = [
  {
    name: 'poison-messages'
    description: 'A finished analysis was reported five times in vain. Look at the queue webjobs-blobtrigger-poison and at the failures of FrameResultReady.'
    window: 'PT15M'
    query: 'AppTraces | where Message has "Moving message to queue" and Message has "-poison"'
  }
  {
    name: 'analysis-backlog'
    description: 'Items look for their analyses and none arrives. Look at the revisions and the log of the worker; items give up after 30 minutes.'
    window: 'PT30M'
    query: 'AppRequests | where Name in ("VideoBatch_CheckFrameResult", "FrameResultReady") | summarize Looked = countif(Name == "VideoBatch_CheckFrameResult"), Arrived = countif(Name == "FrameResultReady") | where Looked >= 10 and Arrived == 0'
  }
]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName

  resource queueService 'queueServices' existing = {
    name: 'default'
  }
}

resource person 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${namePrefix}-mail'
  location: 'Global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'fp-mail'
    emailReceivers: [{ name: 'mail', emailAddress: alertEmail, useCommonAlertSchema: true }]
  }
}

resource failedExecutions 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${namePrefix}-failed-executions'
  location: 'global'
  tags: tags
  properties: {
    description: 'Requests or steps of runs fail. Look at Failures in Application Insights.'
    enabled: true
    severity: 2
    scopes: [insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'failed'
          metricNamespace: 'microsoft.insights/components'
          metricName: 'requests/failed'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: failedExecutionsMax
        }
      ]
    }
    actions: [{ actionGroupId: person.id }]
  }
}

// The metric is taken once an hour for all queues together: it finds what is stuck, not what is slow.
resource queueBacklog 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${namePrefix}-queue-backlog'
  location: 'global'
  tags: tags
  properties: {
    description: 'Messages pile up in the queues of the storage account. Look at which: control queues (the app), frame-jobs-wake (the worker), poison.'
    enabled: true
    severity: 2
    scopes: [account::queueService.id]
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'messages'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: queueMessagesMax
        }
      ]
    }
    actions: [{ actionGroupId: person.id }]
  }
}

resource workerRestarts 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${namePrefix}-worker-restarts'
  location: 'global'
  tags: tags
  properties: {
    description: 'The worker ends again and again. Look at its console log: a setting that it refuses is named there.'
    enabled: true
    severity: 2
    scopes: [workerId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'restarts'
          metricNamespace: 'Microsoft.App/containerapps'
          metricName: 'RestartCount'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 3
        }
      ]
    }
    actions: [{ actionGroupId: person.id }]
  }
}

resource logRules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in logAlerts: {
    name: '${namePrefix}-${alert.name}'
    location: location
    tags: tags
    properties: {
      displayName: alert.name
      description: alert.description
      enabled: true
      severity: 2
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: alert.window
      // The tables come with the first telemetry; until then the query would be refused.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      autoMitigate: true
      actions: {
        actionGroups: [person.id]
      }
    }
  }
]

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = if (monthlyBudget > 0) {
  name: '${namePrefix}-month'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budgetStart
    }
    notifications: {
      mostIsSpent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [alertEmail]
      }
      willBeExceeded: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [alertEmail]
      }
    }
  }
}
