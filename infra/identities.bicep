// Who the two programs are. User-assigned, so that their roles are there before they start for the first time.

import { programIdentity, resourceTags } from 'types.bicep'

@description('Region.')
param location string

@description('Beginning of every name.')
param namePrefix string

@description('Tags of every resource.')
param tags resourceTags

resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${namePrefix}-functions'
  location: location
  tags: tags
}

resource worker 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${namePrefix}-worker'
  location: location
  tags: tags
}

output functions programIdentity = {
  id: functions.id
  clientId: functions.properties.clientId
  principalId: functions.properties.principalId
}

output worker programIdentity = {
  id: worker.id
  clientId: worker.properties.clientId
  principalId: worker.properties.principalId
}
