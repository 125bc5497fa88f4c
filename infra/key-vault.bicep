// The keys of the providers. A person puts them in with one command (docs/deploy.md); they are in no file and no parameter.

import { roleIds } from 'roles.bicep'
import { resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Name of the vault: 3 to 24 letters, digits and hyphens.')
@minLength(3)
@maxLength(24)
param name string

@description('Tags of every resource.')
param tags resourceTags

@description('Principal of the Functions app.')
param functionsPrincipalId string

@description('Principal of the person or pipeline that puts keys in. Empty: nobody is given the right here.')
param keyWriterPrincipalId string

@description('What that principal is.')
param keyWriterPrincipalType 'User' | 'Group' | 'ServicePrincipal'

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // Flex Consumption does not follow references into a vault that is closed to the network; who may read is decided by roles.
    publicNetworkAccess: 'Enabled'
  }
}

resource functionsReadSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, 'functions', roleIds.keyVaultSecretsUser)
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsUser)
    description: 'The platform follows the references in the app settings to the keys of the providers, as the app.'
  }
}

resource personWritesSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(keyWriterPrincipalId)) {
  scope: vault
  name: guid(vault.id, keyWriterPrincipalId, roleIds.keyVaultSecretsOfficer)
  properties: {
    principalId: keyWriterPrincipalId
    principalType: keyWriterPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds.keyVaultSecretsOfficer)
    description: 'Whoever deploys puts the keys of the providers in; owning the subscription does not give that right.'
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
