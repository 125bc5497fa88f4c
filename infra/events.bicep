// Event Grid tells the worker's queue of every new frame job.

import { roleIds } from 'roles.bicep'
import { resourceTags } from 'types.bicep'

@description('Region; that of the storage account.')
param location string

@description('Beginning of every name.')
param namePrefix string

@description('Tags of every resource.')
param tags resourceTags

@description('Storage account whose blobs are watched.')
param storageAccountName string

@description('Queue in the same account.')
param wakeQueueName string

// The scaler looks into the folder itself, so a message that nobody has taken for an hour has nothing left to tell.
var messageSeconds = 3600

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource queue 'queues' existing = {
      name: wakeQueueName
    }
  }
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${namePrefix}-blob-events'
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

resource topicSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account::queueService::queue
  name: guid(account::queueService::queue.id, topic.id, roleIds.storageQueueDataMessageSender)
  properties: {
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataMessageSender
    )
    description: 'Event Grid puts a message into the wake-up queue for each new frame job.'
  }
}

resource jobs 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'frame-jobs-to-worker'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/frame-jobs/'
      // Claims and the reports of workers lie beside the jobs.
      subjectEndsWith: '.json'
    }
    deliveryWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: account.id
          queueName: wakeQueueName
          queueMessageTimeToLiveInSeconds: messageSeconds
        }
      }
    }
  }
  dependsOn: [topicSends]
}

output topicName string = topic.name
