/** In the place of the package of this name in what is bundled: add-ons lie in native/ beside the bundle. */
module.exports = name => {
  const place = `./native/${name}`;
  return require(place);
};
