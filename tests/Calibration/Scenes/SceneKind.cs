namespace FunctionsPipeline.Calibration;

/// <summary>What a clip shows. The names in lower case are the controls of the labels.</summary>
internal enum SceneKind
{
    Static,
    Pan,
    Zoom,
    Shake,
    Rotation,
    Occlusion,
    Cut,
    Fade,
    Lighting,
    Talking,
    LowTexture,
    Busy,
    Water,
    Foliage,
    Text,
    Balloon,
    Carried,
    Fall,
    Bounce,
    Roll,
}
