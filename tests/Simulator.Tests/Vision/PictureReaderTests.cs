using FunctionsPipeline.Simulator.Images;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Tests.Vision;

public sealed class PictureReaderTests
{
    private static readonly byte[] Png = StillPainter.PaintPng(new StillOrder("a boat", "16:9", 9));

    [Theory]
    [InlineData("none")]
    [InlineData("sub")]
    [InlineData("up")]
    [InlineData("avg")]
    [InlineData("paeth")]
    [InlineData("mixed")]
    public async Task Every_row_filter_is_read(string filter)
    {
        var file = await Ffmpeg.EncodePngAsync(Png, "rgb24", filter);
        PngReader.Takes(file).ShouldBeTrue();
        PictureReader.TryRead(file)!.Rgb.ShouldBe(PictureReader.TryRead(Png)!.Rgb);
    }

    [Theory]
    [InlineData("rgba")]
    [InlineData("gray")]
    [InlineData("ya8")]
    [InlineData("pal8")]
    [InlineData("rgb48be")]
    public async Task Other_forms_of_pixels_are_read_as_another_reader_reads_them(string form)
    {
        var file = await Ffmpeg.EncodePngAsync(Png, form, "mixed");
        var read = PictureReader.TryRead(file)!;
        var other = await Ffmpeg.DecodeRgbAsync(file);
        read.Rgb.Length.ShouldBe(other.Length);
        read.Rgb.Zip(other, (one, two) => Math.Abs(one - two)).Max().ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void A_damaged_or_huge_or_empty_file_is_no_picture()
    {
        PictureReader.TryRead([]).ShouldBeNull();
        PictureReader.TryRead(Png[..(Png.Length / 2)]).ShouldBeNull();
        var garbled = (byte[])Png.Clone();
        for (var index = 60; index < garbled.Length; index += 7) garbled[index] ^= 0x5A;
        PictureReader.TryRead(garbled).ShouldBeNull();

        // A small file that claims 100000 x 100000 pixels.
        var huge = (byte[])Png.Clone();
        new byte[] { 0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0 }.CopyTo(huge, 16);
        PictureReader.TryRead(huge).ShouldBeNull();
    }
}
