using FunctionsPipeline.GpuBenchmarks.Checks;

namespace FunctionsPipeline.GpuWorker.Tests.Backend;

/// <summary>Every primitive of the seam against the processor's, at sizes of one pixel, odd ones, and both sides of what a thread takes.</summary>
public sealed class IlgpuBackendTests
{
    [AcceleratorFact]
    public void Planes_come_back_as_they_were() => PrimitiveChecks.PlanesComeBack(TestAccelerator.Device);

    [AcceleratorFact]
    public void Frames_with_colour_are_uploaded_plane_by_plane() => PrimitiveChecks.FramesAreUploaded(TestAccelerator.Device);

    [AcceleratorFact]
    public void A_comparison_has_the_same_integers_and_nearly_the_same_similarity() => PrimitiveChecks.Compare(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_sums_of_a_frame_are_equal_block_by_block() => PrimitiveChecks.Measure(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_gradient_is_equal() => PrimitiveChecks.MeasureGradient(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_histogram_is_equal() => PrimitiveChecks.CountValues(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_difference_picture_is_equal() => PrimitiveChecks.FillDifference(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_half_is_equal() => PrimitiveChecks.Halve(TestAccelerator.Device);

    [AcceleratorFact]
    public void The_Gaussian_half_is_equal() => PrimitiveChecks.HalveGaussian(TestAccelerator.Device);

    [AcceleratorFact]
    public void Flow_is_within_the_tolerance_that_the_backend_states() => MotionChecks.Flow(TestAccelerator.Device);

    [ExactAcceleratorFact]
    public void Flow_is_even_equal_bit_for_bit() => MotionChecks.EqualShare(TestAccelerator.Device).ShouldBe(1);

    [AcceleratorFact]
    public void Flows_of_many_pairs_at_once_are_those_of_the_pairs_alone() => MotionChecks.FlowBatches(TestAccelerator.Device);

    [AcceleratorFact]
    public void What_is_visible_and_what_is_warped_along_a_flow_are_equal() => MotionChecks.VisibleAndWarped(TestAccelerator.Device);

    [AcceleratorFact]
    public void Clips_that_are_analysed_side_by_side_give_what_each_gives_alone() => ClipChecks.SideBySide(TestAccelerator.Device);

    [AcceleratorFact]
    public void Twenty_random_clips_get_the_same_verdicts_and_scores() => ClipChecks.VerdictsAgree(TestAccelerator.Device);
}
