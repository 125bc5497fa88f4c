// The worker for frame jobs: a container app that nobody calls. It runs while there are jobs and is gone otherwise.

import { roleIds } from 'roles.bicep'
import { programIdentity, resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Beginning of every name.')
param namePrefix string

@description('Name of the registry: 5 to 50 letters and digits.')
@minLength(5)
@maxLength(50)
param registryName string

@description('Tags of every resource.')
param tags resourceTags

@description('Who the worker is.')
param workerIdentity programIdentity

@description('Storage account with jobs, clips and results.')
param storageAccountName string

@description('Address of its queue service.')
param queueEndpoint string

@description('Queue that Event Grid puts a message into for each new job.')
param wakeQueueName string

@description('Workspace that logs go to.')
param workspaceId string

@description('Image of the worker. Empty: a public image stands in until the first deployment; it never starts, as no job can be there.')
param image string

@description('Graphics processor, by the name of its workload profile, or none.')
param gpu 'none' | 'Consumption-GPU-NC8as-T4' | 'Consumption-GPU-NC24-A100'

@description('Replicas at most. Each has a graphics processor of its own.')
@minValue(1)
@maxValue(20)
param replicasMax int

@description('Jobs in the folder for which one more replica is started.')
@minValue(1)
param jobsPerReplica int

// What a replica gets: all that its profile has. Without a graphics processor, the most that the profile Consumption gives.
var hardware = {
  none: { cpu: 4, memory: '8Gi', accelerators: 'cpu' }
  'Consumption-GPU-NC8as-T4': { cpu: 8, memory: '56Gi', accelerators: 'cuda,cpu' }
  'Consumption-GPU-NC24-A100': { cpu: 24, memory: '220Gi', accelerators: 'cuda,cpu' }
}[gpu]
var profileName = gpu == 'none' ? 'Consumption' : 'gpu'
var healthPort = 8080

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: registryName
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
  }
}

resource workerPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, 'worker', roleIds.acrPull)
  properties: {
    principalId: workerIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.acrPull)
    description: 'Container Apps pulls the image of the worker as the worker.'
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: '${namePrefix}-apps'
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    workloadProfiles: concat(
      [{ name: 'Consumption', workloadProfileType: 'Consumption' }],
      gpu == 'none' ? [] : [{ name: profileName, workloadProfileType: gpu }]
    )
  }
}

// By diagnostic settings and not by the workspace's key, which would lie in the environment. Of this type Azure has only previews
// and a version of 2016 without categories.
#disable-next-line use-recent-api-versions
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

resource worker 'Microsoft.App/containerApps@2025-07-01' = {
  name: '${namePrefix}-worker'
  location: location
  tags: union(tags, { 'azd-service-name': 'worker' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${workerIdentity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: profileName
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [{ server: registry.properties.loginServer, identity: workerIdentity.id }]
    }
    template: {
      // A worker that is told to end gives its claims back first.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'worker'
          image: empty(image) ? 'mcr.microsoft.com/k8se/quickstart:latest' : image
          resources: {
            cpu: hardware.cpu
            memory: hardware.memory
          }
          env: [
            { name: 'AzureWebJobsStorage__accountName', value: storageAccountName }
            { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
            { name: 'AzureWebJobsStorage__clientId', value: workerIdentity.clientId }
            { name: 'FP_ACCELERATORS', value: hardware.accelerators }
            { name: 'FP_HEALTH_PORT', value: string(healthPort) }
            { name: 'FP_WAKE_QUEUE_CONNECTION', value: queueEndpoint }
            { name: 'FP_WAKE_QUEUE_NAME', value: wakeQueueName }
          ]
          probes: [
            {
              // Kernels are compiled at the start. It answers 503 until it has written its first heartbeat.
              type: 'Startup'
              httpGet: { path: '/healthz', port: healthPort }
              periodSeconds: 15
              timeoutSeconds: 5
              failureThreshold: 10
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: healthPort }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 4
            }
          ]
        }
      ]
      scale: {
        minReplicas: 0
        maxReplicas: replicasMax
        pollingInterval: 30
        cooldownPeriod: 300
        rules: [
          {
            // The news of a job. The worker takes all messages at once, so the queue starts it and cannot keep it.
            name: 'wake-up'
            azureQueue: {
              accountName: storageAccountName
              queueName: wakeQueueName
              queueLength: jobsPerReplica
              identity: workerIdentity.id
            }
          }
          {
            // What lies in the folder, taken or not, keeps it and adds to it; and a job whose message was lost starts it too.
            name: 'jobs'
            custom: {
              type: 'azure-blob'
              metadata: {
                accountName: storageAccountName
                blobContainerName: 'frame-jobs'
                blobCount: string(jobsPerReplica)
                globPattern: '*/*.json'
              }
              identity: workerIdentity.id
            }
          }
        ]
      }
    }
  }
  dependsOn: [workerPulls]
}

output name string = worker.name
output id string = worker.id
output registryEndpoint string = registry.properties.loginServer
