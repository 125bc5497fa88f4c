// Event Grid tells the app of every finished analysis. A deployment of its own, after the code: the address that it calls and the key
// in that address are there once the app has started with the function in it. Items find their results without it too, but later.

@description('Name of the Functions app.')
param functionAppName string

@description('Name of the system topic that infra/events.bicep made.')
param topicName string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' existing = {
  name: topicName
}

// Read at the deployment and handed on; no file and no output holds it.
var blobsKey = listKeys('${app.id}/host/default', '2024-11-01').systemKeys.blobs_extension

resource results 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  name: 'frame-results-to-app'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/frame-results/'
      subjectEndsWith: '.json'
    }
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.FrameResultReady&code=${blobsKey}'
        maxEventsPerBatch: 1
      }
    }
  }
}
