namespace FunctionsPipeline.Calibration;

/// <summary>What a texture looks like. The training and the test clips share only <see cref="Gradient"/>, <see cref="Plain"/> and the text.</summary>
internal enum TextureKind
{
    /// <summary>Clouds whose power falls with frequency.</summary>
    Fractal,
    Checks,
    Stripes,

    /// <summary>Discs of all sizes that cover each other, like a photograph's objects.</summary>
    Discs,
    Bricks,
    Speckle,

    /// <summary>Polygons round random points.</summary>
    Cells,

    /// <summary>Rectangles of all sizes that cover each other.</summary>
    Tiles,
    Ridges,
    Weave,
    Rings,
    Blobs,

    /// <summary>Hardly anything to hold on to.</summary>
    Gradient,
    Plain,

    /// <summary>Lines of marks on nothing.</summary>
    Text,
}
