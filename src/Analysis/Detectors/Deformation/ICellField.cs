namespace FunctionsPipeline.Analysis;

/// <summary>What a detector of deformation keeps for each cell.</summary>
internal interface ICellField
{
    /// <summary>What the detector measures, a value a cell, at least 0.</summary>
    float[] Strength { get; }

    /// <summary>What tells where the defect is: the strength, or what follows its outline better.</summary>
    float[] Heat { get; }

    /// <summary>Forgets everything: another shot begins.</summary>
    void Clear();

    /// <summary>Takes a frame whose motion is known.</summary>
    /// <returns>False when the frame shows nothing that the detector could measure.</returns>
    bool Measure(in FrameObservation observation, CellMeasures cells);
}
