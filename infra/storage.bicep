// One account holds state, artifacts, queues and the app's package. Nobody reaches it with a key: everybody who does has an identity.

import { roleIds } from 'roles.bicep'
import { resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Name of the account: 3 to 24 lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Tags of every resource.')
param tags resourceTags

@description('Copies that are kept of every byte.')
param sku 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS'

@description('Days after which what passed between app and worker is deleted.')
param frameFileDays int

@description('Queue that Event Grid puts a message into for each new frame job.')
param wakeQueueName string

@description('Principal of the Functions app.')
param functionsPrincipalId string

@description('Principal of the worker.')
param workerPrincipalId string

// What the code writes to, and `assets`, where a person puts files. It makes a table or a container that is missing; the worker's roles are
// bound to containers, so they are made here.
var tables = [
  'runs'
  'items'
  'starts'
  'ledger'
  'steps'
  'governor'
  'schedules'
  'publications'
  'publishslots'
  'publishdecisions'
  'characters'
  'stories'
  'embeddings'
  'suggestions'
]
var workerContainers = ['runs', 'frame-jobs', 'frame-results']
var containers = [...workerContainers, 'schedules', 'characters', 'assets']
var packageContainer = 'app-package'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    // The host, Durable Functions, Event Grid, the scaler and our stores all work with identities, so a key would only be one to lose.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // A hierarchical namespace lists blobs in another order than the stores promise.
    isHnsEnabled: false
  }
}

resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    // No soft delete of blobs: a claim is written anew every ten seconds, and each of its versions would be kept and paid for.
    deleteRetentionPolicy: {
      enabled: false
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in [...containers, packageContainer]: {
    parent: blobService
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = {
  parent: queueService
  name: wakeQueueName
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource storeTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

// A job and its result live as long as their item. Runs are what was paid for, and are deleted by a person; no rule touches them.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'frame-files'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['frame-jobs/', 'frame-results/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: frameFileDays
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobService]
}

resource functionsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, 'functions', roleIds.storageBlobDataOwner)
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageBlobDataOwner)
    description: 'The Functions host keeps its keys, locks and blob receipts in containers that it makes itself, reads its package, and the app keeps runs.'
  }
}

resource functionsQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, 'functions', roleIds.storageQueueDataContributor)
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataContributor
    )
    description: 'Durable Functions makes and uses the queues of its task hub; the blob trigger has a queue of its own and one for poison messages.'
  }
}

resource functionsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, 'functions', roleIds.storageTableDataContributor)
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageTableDataContributor
    )
    description: 'Runs, items, ledger, governor and schedules are rows, and so are the histories of Durable Functions, whose tables it makes itself.'
  }
}

resource workerBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in workerContainers: {
    scope: blobContainers[index]
    name: guid(account.id, container, 'worker', roleIds.storageBlobDataContributor)
    properties: {
      principalId: workerPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        roleIds.storageBlobDataContributor
      )
      description: 'The worker reads clips and puts pictures (runs), claims and deletes jobs (frame-jobs, whose jobs the scaler counts too), puts results (frame-results).'
    }
  }
]

resource workerTakesMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queue
  name: guid(queue.id, 'worker', roleIds.storageQueueDataMessageProcessor)
  properties: {
    principalId: workerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roleIds.storageQueueDataMessageProcessor
    )
    description: 'The worker takes its wake-up messages out of the queue.'
  }
}

resource scalerCountsMessages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: queue
  name: guid(queue.id, 'worker', roleIds.storageQueueDataReader)
  properties: {
    principalId: workerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.storageQueueDataReader)
    description: 'The scaler, which asks as the worker, reads how many messages lie in the queue.'
  }
}

output queueEndpoint string = account.properties.primaryEndpoints.queue
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packageContainer}'
