// Shapes that several modules pass on.

@description('An identity as settings, resources and roles name it.')
@export()
type programIdentity = {
  @description('Resource id.')
  id: string

  @description('Id that settings name it by.')
  clientId: string

  @description('Id that roles are assigned to.')
  principalId: string
}

@description('A provider that a key is needed for, by its id. A new one gets its setting in function-app.bicep.')
@export()
type providerId =
  | 'xai'
  | 'fal'
  | 'openai'
  | 'gemini'
  | 'huggingface'
  | 'x'
  | 'youtube'
  | 'elevenlabs'
  | 'did'
  | 'heygen'

@description('Tags of a resource.')
@export()
type resourceTags = {
  *: string
}
