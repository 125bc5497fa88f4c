// The Functions app on Flex Consumption: nothing runs, and nothing is paid for, while there is nothing to do.

import { programIdentity, providerId, resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Name of the app, unique in all of Azure.')
param name string

@description('Tags of every resource.')
param tags resourceTags

@description('Who the app is.')
param appIdentity programIdentity

@description('Storage account of the host, of state and of artifacts.')
param storageAccountName string

@description('Container that deployments put the package into.')
param packageContainerUrl string

@description('Address of the vault, with a slash at its end.')
param vaultUri string

@description('Where telemetry goes.')
param insightsConnectionString string

@description('Providers whose key is in the vault.')
@minLength(1)
param providers providerId[]

@description('Memory of an instance in MB; processors and network come with it.')
param instanceMemoryMB 512 | 2048 | 4096

@description('Instances at most. The bound of what compute can cost.')
@minValue(40)
@maxValue(1000)
param instancesMax int

@description('Cap on a project\'s spending in a UTC day, dollars. Empty: none.')
param dayBudgetUsd string

@description('Cap on a project\'s spending, all in all, dollars. Empty: none.')
param projectBudgetUsd string

@description('Cap on a project\'s spending at one provider, dollars. Empty: none.')
param providerBudgetUsd string

// The setting that holds a provider's key, by the provider's id.
var keySettings = {
  xai: 'XAI_API_KEY'
  fal: 'FAL_KEY'
  openai: 'OPENAI_API_KEY'
  gemini: 'GEMINI_API_KEY'
  huggingface: 'HF_TOKEN'
  x: 'X_BEARER_TOKEN'
  elevenlabs: 'ELEVENLABS_API_KEY'
  did: 'DID_API_KEY'
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${appIdentity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: appIdentity.id
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: appIdentity.id
          }
        }
      }
      scaleAndConcurrency: {
        alwaysReady: []
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: instancesMax
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
    }
  }

  // Deployments sign in as a person or a pipeline, never with a password of the app.
  resource noDeployPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AzureWebJobsStorage__accountName: storageAccountName
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: appIdentity.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${appIdentity.clientId};Authorization=AAD'
        // Flex Consumption does not poll containers: Event Grid brings the news of a finished analysis (frame-result-events.bicep).
        'AzureWebJobs.FrameResultPolled.Disabled': 'true'
        PIPELINE_DAY_BUDGET_USD: dayBudgetUsd
        PIPELINE_PROJECT_BUDGET_USD: projectBudgetUsd
        PIPELINE_PROVIDER_BUDGET_USD: providerBudgetUsd
      },
      // References, never keys: the platform follows them as the app's identity. Without a version, so that a new key is taken up by itself.
      toObject(providers, id => keySettings[id], id => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${id}-key)')
    )
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
